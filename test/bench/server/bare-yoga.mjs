// GraphQL Yoga on node:http with nothing around it, answering from a map: what a server in this language can do at best.
// Reads { id: { id, name } } as JSON from the file named by its argument, prints its port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

const techniques = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs: `
      type Technique { id: String! name: String! }
      input IdFilter { eq: String }
      input TechniqueWhere { id: IdFilter }
      type Query { techniques(where: TechniqueWhere): [Technique!]! }
    `,
    resolvers: { Query: { techniques: (_, { where }) => techniques[where.id.eq] ?? [] } },
  }),
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${server.address().port}\n`);
});
