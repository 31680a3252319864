import { z } from 'zod';
import { plainText, resultOf, tool } from '../tool.ts';

const ids = z.array(z.string()).max(50).default([]);

export const pathsTool = tool({
  name: 'paths',
  title: 'Attack paths',
  description:
    'The likeliest different attack paths to goals or assets, step by step, each with the controls of which any one would break it. ' +
    'Lists are sets; an empty list means all.',
  input: z.strictObject({
    system: z.string().optional().describe('Id; may be left out where only one is loaded'),
    goals: ids.describe('Ids of goals'),
    to: ids.describe('Assets or actors: every goal on them, or any loss of them'),
    from: ids.describe('Actors that attack; the others do not'),
    through: ids.describe('Assets, actors or techniques that a path has a step at'),
    avoid: ids.describe('Assets, actors or techniques that it has no step at'),
    k: z.int().min(1).max(10).default(3).describe('Paths to each goal'),
    minLikelihood: z.number().min(0).max(1).default(0),
  }),
  output: z.object({
    system: z.string(),
    goals: z.array(
      z.object({
        id: z.string(),
        asset: z.string(),
        loss: z.string(),
        reachable: z.boolean(),
        risk: z.string(),
      }),
    ),
    paths: z.array(
      z.object({
        id: z.string().describe('To be explained by, e.g. steal-chats/1'),
        likelihood: z.number(),
        risk: z.string(),
        exact: z.boolean().describe('Proven that no likelier path is missing before it'),
        steps: z.array(
          z.object({
            threat: z.string(),
            asset: z.string(),
            technique: z.string(),
            does: z.string(),
            enabledBy: z.array(z.int()).describe('Places of earlier steps'),
          }),
        ),
        brokenBy: z.array(z.string()).describe('Controls of which any one breaks it'),
      }),
    ),
  }),
  answer: async ({ systems }, { system: named, ...question }, signal) => {
    const { system } = resultOf(systems, named);
    const { list } = (await systems.paths(system, question, { signal }))!;
    const { goals, paths, threats } = list;
    const does = new Map(threats.map(({ id, goal }) => [id, plainText(goal)]));
    return {
      system,
      goals: goals.map(({ id, asset, loss, reachable, risk }) => ({ id, asset, loss, reachable, risk })),
      paths: paths.map(({ goal, rank, likelihood, risk, exact, steps, brokenBy }) => ({
        id: `${goal}/${rank}`,
        likelihood,
        risk,
        exact,
        steps: steps.map(({ threat, asset, technique, enabledBy }) => ({
          threat,
          asset,
          technique,
          does: does.get(threat) ?? technique,
          enabledBy: [...enabledBy],
        })),
        brokenBy: [...brokenBy],
      })),
    };
  },
});
