// From each asset over threat, technique and control to the NIST AI RMF subcategory and the ISO/IEC 23894 clause it serves.
//
// Parameters:
//   system: string = "" — only this system; all where empty
//   asset: string = "" — only this asset or actor; all where empty
// Columns:
//   system: string — id of the system
//   asset: string — id of the asset or actor
//   threat: string — id of the threat
//   technique: string — id of the technique
//   control: string — id of a control that mitigates the technique or its parent
//   rmf: string — AI RMF subcategory that the control satisfies
//   rmfMapped: string — that subcategory, or the category or function around it, which is mapped to ISO/IEC 23894
//   iso: string — clause of ISO/IEC 23894
MATCH (a:Asset|Actor)-[:EXPOSED_TO]->(s:AttackStep)-[:USES]->(u:Technique)-[:SUBTECHNIQUE_OF*0..1]->(t:Technique),
  (t)<-[:MITIGATES]-(c:Control)-[:SATISFIES]->(r:Requirement {framework: 'nist-ai-rmf'}),
  (r)-[:PART_OF*0..3]->(f:Requirement)-[m:MAPS_TO]->(i:Requirement {framework: 'iso-23894'})
WHERE s.reachable AND m.predicate <> 'threatloom:noMatch'
  AND ($system = '' OR s.system = $system) AND ($asset = '' OR a.id = $asset)
RETURN DISTINCT s.system AS system, a.id AS asset, s.id AS threat, u.id AS technique, c.id AS control, r.id AS rmf,
  f.id AS rmfMapped, i.id AS iso
ORDER BY system, asset, threat, technique, control, rmf, rmfMapped, iso
