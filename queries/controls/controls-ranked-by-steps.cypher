// Controls by the number of reachable attack steps that they would answer, most first.
//
// Parameters:
//   system: string = "" — only this system; all where empty
// Columns:
//   control: string — id of the control
//   name: string — its name
//   framework: string — framework or library that brings it
//   steps: integer — reachable steps whose technique, or its parent, it mitigates
//   open: integer — those of them that no working safeguard answers
//   assets: integer — assets and actors at which these steps are
MATCH (c:Control)-[:MITIGATES]->(t:Technique)<-[:SUBTECHNIQUE_OF*0..1]-(u:Technique)<-[:USES]-(s:AttackStep)
WHERE s.reachable AND ($system = '' OR s.system = $system)
WITH DISTINCT c, s
RETURN c.id AS control, c.name AS name, c.framework AS framework, count(*) AS steps,
  sum(CASE WHEN s.status = 'gap' THEN 1 ELSE 0 END) AS open, count(DISTINCT s.system + '/' + s.asset) AS assets
ORDER BY steps DESC, open DESC, control, framework
