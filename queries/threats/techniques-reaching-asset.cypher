// Techniques that reach one asset, each with the controls that answer it and how far these are in place.
//
// Parameters:
//   system: string — id of the system
//   asset: string — id of the asset or actor
// Columns:
//   technique: string — id of the technique
//   name: string — name of the technique
//   threat: string — id of the threat
//   likelihood: number — 0 to 1, working safeguards included
//   status: string — gap, partly-covered, covered or accepted
//   control: string — id of a control that mitigates the technique or its parent; null where none does
//   controlName: string — name of that control
//   safeguard: string — id of the safeguard by which the system answers with it; null where there is none
//   state: string — planned, in-place or verified; absent where there is no such safeguard
MATCH (a:Asset|Actor)-[:EXPOSED_TO]->(s:AttackStep)-[:USES]->(t:Technique)
WHERE s.system = $system AND a.system = $system AND a.id = $asset AND s.reachable
OPTIONAL MATCH (t)-[:SUBTECHNIQUE_OF*0..1]->(p:Technique)<-[:MITIGATES]-(c:Control)
WITH DISTINCT s, t, c
OPTIONAL MATCH (c)<-[:IMPLEMENTS]-(g:Safeguard)-[:ANSWERS]->(s)
RETURN DISTINCT t.id AS technique, t.name AS name, s.id AS threat, s.likelihood AS likelihood, s.status AS status,
  c.id AS control, c.name AS controlName, g.id AS safeguard, coalesce(g.status, 'absent') AS state
ORDER BY technique, threat, control, safeguard
