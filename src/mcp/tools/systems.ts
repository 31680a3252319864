import { z } from 'zod';
import { tool } from '../tool.ts';

export const systemsTool = tool({
  name: 'systems',
  title: 'Systems',
  description:
    'The systems that are loaded, each with its goals of attackers (what they must not reach) and how many threats are open. Start here.',
  input: z.strictObject({}),
  output: z.object({
    systems: z.array(
      z.object({
        id: z.string(),
        asOf: z.string().describe('Day on which evidence was judged'),
        threats: z.object({ all: z.int(), reachable: z.int(), gaps: z.int() }),
        paths: z.int(),
        goals: z.array(
          z.object({
            id: z.string(),
            asset: z.string(),
            loss: z.string(),
            impact: z.string(),
            reachable: z.boolean(),
            likelihood: z.number().describe('0 to 1, of the likeliest path'),
            risk: z.string(),
          }),
        ),
      }),
    ),
  }),
  // eslint-disable-next-line @typescript-eslint/require-await -- tools are asynchronous, this answer is at hand
  answer: async ({ systems }) => ({
    systems: systems.ids().map((id) => {
      const { asOf, threats, paths, goals } = systems.result(id)!;
      return {
        id,
        asOf,
        threats: {
          all: threats.length,
          reachable: threats.filter(({ reachable }) => reachable).length,
          gaps: threats.filter(({ status }) => status === 'gap').length,
        },
        paths: paths.length,
        goals: goals.map(({ id: goal, asset, loss, impact, reachable, likelihood, risk }) => ({
          id: goal,
          asset,
          loss,
          impact,
          reachable,
          likelihood,
          risk,
        })),
      };
    }),
  }),
});
