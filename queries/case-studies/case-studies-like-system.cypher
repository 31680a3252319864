// Case studies whose techniques also reach a system, those with most in common first.
//
// Parameters:
//   system: string — id of the system
// Columns:
//   caseStudy: string — id of the case study
//   name: string — its name
//   kind: string — incident, exercise or unknown
//   shared: integer — its techniques that also reach the system
//   techniques: integer — all of its techniques
MATCH (c:CaseStudy)-[:PROCEDURE_STEP]->(t:Technique)
WITH DISTINCT c, t
WITH c, EXISTS { MATCH (t)<-[:USES]-(s:AttackStep) WHERE s.system = $system AND s.reachable } AS here
WITH c, sum(CASE WHEN here THEN 1 ELSE 0 END) AS shared, count(*) AS techniques
WHERE shared > 0
RETURN c.id AS caseStudy, c.name AS name, c.kind AS kind, shared, techniques
ORDER BY shared DESC, techniques, caseStudy
