// Frameworks in the graph, by edition, with how much of each there is.
//
// Columns:
//   framework: string — id of the framework
//   edition: string — as its publisher names it
//   name: string — name of the framework
//   publisher: string — who publishes it
//   tactics: integer — number of tactics
//   techniques: integer — number of techniques, sub-techniques included
//   risks: integer — number of risks
//   controls: integer — number of controls
//   requirements: integer — number of requirements
//   caseStudies: integer — number of case studies
MATCH (f:Framework)
RETURN f.id AS framework, f.edition AS edition, f.name AS name, f.publisher AS publisher,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(a:Tactic) } AS tactics,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(b:Technique) } AS techniques,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(c:Risk) } AS risks,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(d:Control) } AS controls,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(e:Requirement) } AS requirements,
  COUNT { MATCH (f)<-[:IN_FRAMEWORK]-(g:CaseStudy) } AS caseStudies
ORDER BY framework, edition
