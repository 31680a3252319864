MATCH (p:AttackPath {system: $system})-[r:STEP]->(s:AttackStep)
RETURN p.goal AS goal, p.rank AS rank, r.index AS step, s.asset AS asset, s.technique AS technique, s.name AS does
ORDER BY goal, rank, step
LIMIT 50
