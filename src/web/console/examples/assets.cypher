MATCH (a:Asset {system: $system})-[:EXPOSED_TO]->(s:AttackStep {reachable: true})
RETURN a.id AS asset, a.kind AS kind, count(s) AS threats
ORDER BY threats DESC, asset
