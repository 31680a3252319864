// Attack paths to a system's goals, step by step, the likeliest path of each goal first.
//
// Parameters:
//   system: string — id of the system
//   goal: string = "" — only this goal; all where empty
// Columns:
//   goal: string — id of the goal
//   goalName: string — what the attacker wants
//   rank: integer — of the path within its goal, from 1
//   likelihood: number — of the path, 0 to 1
//   risk: string — of the path
//   step: integer — place in the path, from 0
//   asset: string — id of the asset or actor
//   technique: string — id of the technique
//   achieves: string — what the attacker achieves by the step
MATCH (s:AttackStep)<-[e:STEP]-(p:AttackPath)-[:REACHES]->(g:Goal)
WHERE p.system = $system AND ($goal = '' OR g.id = $goal)
RETURN g.id AS goal, g.name AS goalName, p.rank AS rank, p.likelihood AS likelihood, p.risk AS risk, e.`index` AS step,
  s.asset AS asset, s.technique AS technique, s.name AS achieves
ORDER BY goal, rank, step, asset, technique
