import { z } from 'zod';
import { resultOf, tool } from '../tool.ts';

const LONGEST = 12_000;

export const explainTool = tool({
  name: 'explain',
  title: 'Explain',
  description:
    'How a threat (T-…), a path (GOAL/RANK), a goal, a technique (AML.T0051) or a rule comes to its numbers, with the line of the model or library behind each.',
  input: z.strictObject({
    system: z.string().optional().describe('Id; may be left out where only one is loaded'),
    id: z.string().max(200),
  }),
  output: z.object({
    system: z.string(),
    kind: z.enum(['threat', 'path', 'goal', 'rule', 'technique']),
    text: z.string(),
    cut: z.boolean().describe('Whether the text was longer'),
  }),
  answer: async ({ systems }, { system: named, id }, signal) => {
    const { system } = resultOf(systems, named);
    const { explanation, text } = (await systems.explain(system, id, { signal }))!;
    return { system, kind: explanation.kind, text: text.slice(0, LONGEST), cut: text.length > LONGEST };
  },
});
