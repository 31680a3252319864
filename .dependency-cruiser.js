// The layers of docs/architecture.md, one rule each, with its reason.
const layer = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    layer(
      'model-stands-alone',
      { path: '^src/model/' },
      { path: '^(src/(?!model/)|importers/)' },
      'Everything imports the domain model; if it imported back, no part could be understood or tested alone.',
    ),
    layer(
      'model-does-no-io',
      { path: '^src/model/' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
      'Types, ids and errors must work wherever they are loaded; hashing is the one thing they need from the runtime.',
    ),
    layer(
      'analysis-is-pure',
      { path: '^src/analysis/' },
      { path: '^(src/(?!model/|analysis/)|importers/)' },
      'An analysis that cannot touch a store, a file or a report is repeatable and testable from values alone.',
    ),
    layer(
      'analysis-and-reports-do-no-io',
      { path: '^src/(analysis|reports)/' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
      'The same input must give the same answer on every machine.',
    ),
    layer(
      'reports-are-pure',
      { path: '^src/reports/' },
      { path: '^(src/(?!model/|reports/|messages/(catalogue|translator))|importers/)' },
      'A report turns one result into one text; it may not look anything up, its words are handed in.',
    ),
    layer(
      'importers-stand-side-by-side',
      { path: '^importers/([^/]+)/([^/]+)/' },
      { path: '^importers/([^/]+)/([^/]+)/', pathNot: ['^importers/$1/$2/', '^importers/formats/'] },
      'A format can be added or dropped as one folder only while no other format leans on it.',
    ),
    layer(
      'format-readers-know-no-importer',
      { path: '^importers/formats/' },
      { path: '^importers/(?!formats/)' },
      'JSON, YAML and STIX are read in one place for all importers, so that place may not know any of them.',
    ),
    layer(
      'importers-know-only-the-model',
      { path: '^importers/' },
      { path: '^src/(?!model/)' },
      'An importer turns bytes into records of the model; what becomes of them is not its business.',
    ),
    layer(
      'stores-stand-side-by-side',
      { path: '^src/stores/([^/]+)/' },
      { path: '^src/stores/([^/]+)/', pathNot: '^src/stores/($1|schema|cypher-guard|queries)/' },
      'Each store must be replaceable without reading another; schema, guard and named queries are what they share.',
    ),
    layer(
      'stores-know-only-the-model',
      { path: '^src/stores/' },
      { path: '^(src/(?!model/|stores/|packaging/)|importers/)' },
      'A store loads batches and answers queries; it must not know where they come from.',
    ),
    layer(
      'downloads-know-only-the-model',
      { path: '^src/download/' },
      { path: '^(src/(?!model/|download/)|importers/)' },
      'What touches the network must be small enough to be read in one sitting, and know nothing that could leak.',
    ),
    layer(
      'only-the-workspace-downloads',
      { path: '^(src/(?!download/|workspace/)|importers/)' },
      { path: '^src/download/' },
      'There is one way from an address to a file, with all its checks; nothing may go another.',
    ),
    layer(
      'packaging-knows-nothing',
      { path: '^src/packaging/' },
      { path: '^(src/(?!packaging/)|importers/)' },
      'It only says where the data folders of this package stand; any layer that reads files may ask.',
    ),
    layer(
      'messages-know-nothing',
      { path: '^src/messages/' },
      { path: '^(src/(?!messages/|packaging/)|importers/)' },
      'Every surface says its words through it, the page in a browser too; it may lean on none of them.',
    ),
    layer(
      'graphql-asks-through-ports',
      { path: '^src/graphql/' },
      {
        path: '^(src/(?!graphql/|model/|analysis/coverage/|packaging/|stores/)|importers/)',
      },
      'What is computed comes from an AnswerSource, so that a server may compute it in another thread.',
    ),
    layer(
      'graphql-knows-no-store',
      { path: '^src/graphql/' },
      { path: '^src/stores/', pathNot: '^src/stores/(port\\.ts$|schema/)' },
      'One schema on every store: what they can do differently, their capabilities say.',
    ),
    layer(
      'page-knows-only-the-api',
      { path: '^src/web/' },
      { path: '^(src/(?!web/|messages/(catalogue|translator)|model/)|importers/)' },
      'It runs in a browser and learns everything over HTTP, as any other client of the API does.',
    ),
    layer(
      'page-takes-types-of-the-model',
      { path: '^src/web/' },
      { path: '^src/model/', dependencyTypesNot: ['type-only'] },
      'Words of the model cost nothing; its values would bring validation and hashing into the bundle.',
    ),
    layer(
      'page-is-served-not-imported',
      { path: '^src/(?!web/)' },
      { path: '^src/web/' },
      'What runs in a browser is built apart, with types of its own.',
    ),
    layer(
      'only-entry-points-wire',
      { path: '^src/(?!cli/)' },
      { path: '^src/cli/' },
      'The command line is the outermost layer; nothing may depend on it.',
    ),
    layer(
      'workers-know-no-protocol',
      { path: '^src/workers/' },
      { path: '^(src/(server|mcp|cli)/|importers/)' },
      'Threads answer questions about systems, whoever asks and by whatever protocol.',
    ),
    layer(
      'server-answers-from-below',
      { path: '^src/server/' },
      { path: '^(src/(mcp|cli|analysis|systems|knowledge)/|importers/)' },
      'The process that listens must not compute: what takes long runs in workers, the rest is in the store.',
    ),
    layer(
      'mcp-answers-from-below',
      { path: '^src/mcp/' },
      { path: '^(src/(server|cli|analysis|systems|knowledge)/|importers/)' },
      'Tools are another way to ask the same; they may not know how the server or the command line does it.',
    ),
    layer(
      'library-is-an-entry-point',
      { path: '^src/(?!api/|index\\.ts$)' },
      { path: '^src/(api/|index\\.ts$)' },
      'What users import is a way in, as the command line is; nothing within may depend on how they see it.',
    ),
    layer(
      'library-wires-no-protocol',
      { path: '^src/(api/|index\\.ts$)' },
      { path: '^(src/(server|mcp|workers|graphql|cli)/|importers/)' },
      'A program that imports the library brings its own threads and its own way to talk to others.',
    ),
    layer(
      'only-entry-points-speak-protocols',
      { path: '^src/(?!cli/|server/|mcp/)' },
      { path: '^src/(server|mcp)/' },
      'What is asked must not depend on who listens.',
    ),
    layer(
      'across-layers-by-alias',
      { path: '^(src/[^/]+|importers)/' },
      {
        path: '^(src/[^/]+|importers)/',
        pathNot: '^$1/',
        dependencyTypesNot: ['aliased', 'aliased-subpath-import'],
      },
      'An import that leaves its layer says so: #layer/file.',
    ),
    layer('no-cycles', {}, { circular: true }, 'A cycle is one module that pretends to be two.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['threatloom-source', 'import', 'node', 'default'],
    },
  },
};
