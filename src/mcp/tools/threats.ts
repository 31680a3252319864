import { z } from 'zod';
import { THREAT_STATUSES } from '#model/analysis-result';
import type { Threat } from '#model/analysis-result';
import { LEVELS } from '#model/system-model';
import { plainText, resultOf, tool } from '../tool.ts';

const input = z.strictObject({
  system: z.string().optional().describe('Id; may be left out where only one is loaded'),
  asset: z.string().optional().describe('Id of an asset or actor'),
  technique: z.string().optional().describe('E.g. AML.T0051; its sub-techniques too'),
  control: z.string().optional().describe('Id of a control that acts on it, e.g. AML.M0020'),
  status: z.enum(THREAT_STATUSES).optional(),
  risk: z.enum(LEVELS).optional().describe('As the system is, safeguards included'),
  reachable: z.boolean().optional().describe('Whether an attacker can get there'),
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).default(0),
});

export const threatsTool = tool({
  name: 'threats',
  title: 'Threats',
  description:
    'Threats of a system: techniques at assets, with likelihood, risk, status and the controls that answer them. Highest risk first.',
  input,
  output: z.object({
    system: z.string(),
    total: z.int().describe('How many there are, whatever the limit'),
    threats: z.array(
      z.object({
        id: z.string(),
        asset: z.string(),
        technique: z.string(),
        name: z.string(),
        does: z.string().describe('What the attacker achieves'),
        reachable: z.boolean(),
        status: z.string(),
        likelihood: z.number().describe('0 to 1, as the system is'),
        risk: z.string().describe('As the system is'),
        controls: z.array(z.object({ id: z.string(), name: z.string(), state: z.string() })),
      }),
    ),
  }),
  // eslint-disable-next-line @typescript-eslint/require-await -- tools are asynchronous, this answer is at hand
  answer: async ({ systems }, { system: named, limit, offset, ...filter }) => {
    const { system, threats } = resultOf(systems, named);
    const found = threats.filter((threat) => fits(threat, filter)).sort(byRisk);
    return {
      system,
      total: found.length,
      threats: found.slice(offset, offset + limit).map((threat) => ({
        id: threat.id,
        asset: threat.asset,
        technique: threat.technique,
        name: plainText(threat.name),
        does: plainText(threat.goal),
        reachable: threat.reachable,
        status: threat.status,
        likelihood: threat.residual.likelihood,
        risk: threat.residual.risk,
        controls: threat.controls.map(({ id, name = id, state }) => ({ id, name: plainText(name), state })),
      })),
    };
  },
});

function fits(
  threat: Threat,
  { asset, technique, control, status, risk, reachable }: Omit<z.output<typeof input>, 'limit' | 'offset'>,
): boolean {
  return (
    (asset === undefined || threat.asset === asset) &&
    (technique === undefined ||
      threat.technique === technique ||
      threat.technique.startsWith(`${technique}.`)) &&
    (control === undefined || threat.controls.some(({ id }) => id === control)) &&
    (status === undefined || threat.status === status) &&
    (risk === undefined || threat.residual.risk === risk) &&
    (reachable === undefined || threat.reachable === reachable)
  );
}

/** Equal ones stay in the order of the result. */
function byRisk(a: Threat, b: Threat): number {
  return (
    LEVELS.indexOf(b.residual.risk) - LEVELS.indexOf(a.residual.risk) ||
    b.residual.likelihood - a.residual.likelihood
  );
}
