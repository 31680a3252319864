import type { Threat } from '#model/analysis-result';

/** `ThreatFilter`: what is absent or null asks nothing; the rest must all hold. */
export interface ThreatFilter {
  readonly asset?: readonly string[] | null;
  readonly technique?: readonly string[] | null;
  readonly tactic?: readonly string[] | null;
  readonly status?: readonly string[] | null;
  /** Residual. */
  readonly risk?: readonly string[] | null;
  readonly reachable?: boolean | null;
  readonly control?: readonly string[] | null;
  readonly text?: string | null;
}

export function matchingThreats(
  threats: readonly Threat[],
  { asset, technique, tactic, status, risk, reachable, control, text }: ThreatFilter,
): readonly Threat[] {
  const oneOf = (wanted: readonly string[] | null | undefined, has: readonly string[]): boolean =>
    wanted === null || wanted === undefined || has.some((each) => wanted.includes(each));
  const needle = text?.toLowerCase() ?? '';
  return threats.filter(
    (threat) =>
      oneOf(asset, [threat.asset]) &&
      oneOf(technique, [threat.technique]) &&
      oneOf(tactic, threat.tactics) &&
      oneOf(status, [threat.status]) &&
      oneOf(risk, [threat.residual.risk]) &&
      oneOf(
        control,
        threat.controls.map(({ id }) => id),
      ) &&
      (reachable === null || reachable === undefined || threat.reachable === reachable) &&
      [threat.name, threat.goal, threat.id, threat.asset, threat.technique, threat.rule].some((each) =>
        each.toLowerCase().includes(needle),
      ),
  );
}
