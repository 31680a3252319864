// What a control protects: every element on which a safeguard that implements it stands.
//
// Parameters:
//   control: string — id of the control
//   system: string = "" — only this system; all where empty
// Columns:
//   system: string — id of the system
//   element: string — key of the asset, actor or zone, e.g. support-chatbot/assets/bot
//   name: string — its name
//   safeguard: string — id of the safeguard
//   status: string — planned, in-place or verified
//   effectiveness: number — 0 to 1
MATCH (c:Control)<-[:IMPLEMENTS]-(g:Safeguard)-[:PROTECTS]->(e:Asset|Actor|Zone)
WHERE c.id = $control AND ($system = '' OR g.system = $system)
RETURN DISTINCT g.system AS system, e.key AS element, e.name AS name, g.id AS safeguard, g.status AS status,
  g.effectiveness AS effectiveness
ORDER BY system, element, safeguard
