// ATT&CK techniques next to the ATLAS techniques that reach each asset, as far as a mapping joins them.
//
// Parameters:
//   system: string = "" — only this system; all where empty
//   asset: string = "" — only this asset or actor; all where empty
// Columns:
//   system: string — id of the system
//   asset: string — id of the asset or actor
//   atlas: string — id of the ATLAS technique
//   atlasName: string — its name
//   attack: string — id of the ATT&CK technique
//   attackName: string — its name
//   predicate: string — SKOS predicate of the mapping
//   source: string — which crosswalk says so
MATCH (a:Asset|Actor)-[:EXPOSED_TO]->(s:AttackStep)-[:USES]->(t:Technique {framework: 'atlas'})-[m:MAPS_TO]-(u:Technique)
WHERE s.reachable AND u.framework STARTS WITH 'attack-' AND m.predicate <> 'threatloom:noMatch'
  AND ($system = '' OR s.system = $system) AND ($asset = '' OR a.id = $asset)
RETURN DISTINCT s.system AS system, a.id AS asset, t.id AS atlas, t.name AS atlasName, u.id AS attack,
  u.name AS attackName, m.predicate AS predicate, m.source AS source
ORDER BY system, asset, atlas, attack, predicate, source
