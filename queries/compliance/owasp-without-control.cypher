// OWASP items that apply to a system, by a threat that no working safeguard answers.
//
// Parameters:
//   system: string = "" — only this system; all where empty
// Columns:
//   framework: string — id of the OWASP list
//   edition: string — its edition
//   item: string — id of the item
//   name: string — name of the item
//   system: string — id of the system
//   asset: string — id of the asset or actor
//   technique: string — technique by which the item applies
//   threat: string — id of the threat
MATCH (r:Risk)-[m:MAPS_TO]->(t:Technique)<-[:SUBTECHNIQUE_OF*0..1]-(u:Technique)<-[:USES]-(s:AttackStep)
WHERE r.framework STARTS WITH 'owasp' AND m.predicate <> 'threatloom:noMatch' AND s.reachable
  AND ($system = '' OR s.system = $system)
  AND NOT EXISTS { MATCH (g:Safeguard)-[:ANSWERS]->(s) WHERE g.status IN ['in-place', 'verified'] }
RETURN DISTINCT r.framework AS framework, r.edition AS edition, r.id AS item, r.name AS name, s.system AS system,
  s.asset AS asset, u.id AS technique, s.id AS threat
ORDER BY framework, edition, item, system, asset, technique, threat
