import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '#packaging/package-root';

const folder = join(packageRoot(), 'test', 'replays');

const expected = z.object({
  'case-study': z.string(),
  goal: z.string(),
  steps: z.array(z.object({ technique: z.string(), at: z.array(z.string()), scope: z.enum(['in', 'out']) })),
});
const forbidden = z.object({
  forbidden: z.array(
    z.object({ technique: z.string(), at: z.array(z.string()).optional(), reason: z.string() }),
  ),
});
const safeguarded = z.object({
  underivable: z.array(z.string()),
  'open-goals': z.array(z.string()).default([]),
  'open-threats': z.array(z.object({ technique: z.string(), at: z.array(z.string()) })).default([]),
});

export interface Replay {
  /** E.g. `aml.cs0021`, `held-out/aml.cs0026`. */
  readonly id: string;
  readonly victim: string;
  readonly expected: z.infer<typeof expected>;
}

function read<T>(schema: z.ZodType<T>, ...path: string[]): T {
  return schema.parse(parse(readFileSync(join(folder, ...path), 'utf8')));
}

function folders(...path: string[]): string[] {
  return readdirSync(join(folder, ...path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function replaysIn(...path: string[]): Replay[] {
  return folders(...path)
    .filter((name) => name.startsWith('aml.cs'))
    .map((name) => ({
      id: [...path, name].join('/'),
      victim: join(folder, ...path, name, 'victim.system.yaml'),
      expected: read(expected, ...path, name, 'expected.yaml'),
    }));
}

export const WORKING_SET = replaysIn();
export const HELD_OUT = replaysIn('held-out');

export const NEGATIVES = folders('negatives').map((name) => ({
  id: `negatives/${name}`,
  victim: join(folder, 'negatives', name, 'victim.system.yaml'),
  forbidden: read(forbidden, 'negatives', name, 'forbidden.yaml').forbidden,
}));

export const SAFEGUARDED = [...WORKING_SET, ...HELD_OUT].flatMap(({ id, victim }) => {
  const inFolder = readdirSync(join(folder, id));
  if (!inFolder.includes('safeguarded.yaml')) return [];
  const system = join(folder, id, 'safeguarded.system.yaml');
  return [{ id, victim, system, expected: read(safeguarded, id, 'safeguarded.yaml') }];
});
