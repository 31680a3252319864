// Threats that an attacker can reach and no working safeguard answers, by asset, the likeliest first.
//
// Parameters:
//   system: string = "" — only this system; all where empty
// Columns:
//   system: string — id of the system
//   asset: string — id of the asset or actor
//   technique: string — id of the technique
//   name: string — name of the technique
//   threat: string — id of the threat
//   likelihood: number — 0 to 1
//   risk: string — low, medium, high or critical
MATCH (a:Asset|Actor)-[:EXPOSED_TO]->(s:AttackStep)-[:USES]->(t:Technique)
WHERE s.reachable AND s.status = 'gap' AND ($system = '' OR s.system = $system)
RETURN s.system AS system, a.id AS asset, t.id AS technique, t.name AS name, s.id AS threat,
  s.likelihood AS likelihood, s.risk AS risk
ORDER BY system, asset, likelihood DESC, technique, threat
