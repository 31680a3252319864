MATCH (s:AttackStep {system: $system, reachable: true})-[:USES]->(t:Technique)<-[:MITIGATES]-(c:Control)
RETURN c.id AS control, c.name AS name, count(DISTINCT s.id) AS threats
ORDER BY threats DESC, control
LIMIT 25
