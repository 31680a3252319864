import type { Diagnostic } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';

/**
 * What the analysis itself found doubtful in the model: ANA-002 a safeguard acts on no step, ANA-003 an acceptance has
 * expired, ANA-004 a goal needs no attack at all.
 */
export function analysisFindings(derivation: Derivation, withoutAttack: readonly string[]): Diagnostic[] {
  const { system, today } = derivation.input;
  const { safeguards, items } = derivation.acting;
  const acting = new Set(items);
  const idle = safeguards.flatMap(({ id, on, implements: controls }, i) =>
    // SYS-047 tells of the ones without a control.
    acting.has(i) || controls.length === 0
      ? []
      : [
          finding(system, 'ANA-002', `/safeguards/${id}`, `safeguard ${id} acts on nothing`, {
            severity: 'warning',
            hint: `no rule that ${controls.join(', ')} answers fits at ${on.join(', ')}; see "controls" of the threats there`,
          }),
        ],
  );
  const expired = system.accepted.flatMap(({ until, technique, on, threat }, i) =>
    until >= today
      ? []
      : [
          finding(
            system,
            'ANA-003',
            `/accepted/${i}`,
            `the acceptance of ${[technique, threat, on].filter((part) => part !== undefined).join(' at ')} ended on ${until}`,
            { severity: 'warning', hint: 'decide again, or remove it' },
          ),
        ],
  );
  const open = withoutAttack.map((goal) =>
    finding(
      system,
      'ANA-004',
      `/goals/${goal}`,
      `goal ${goal} needs no attack: an attacker of the model may do it`,
      {
        severity: 'info',
        hint: "see what the actors' access and contributors allow",
      },
    ),
  );
  return [...idle, ...expired, ...open];
}

function finding(
  system: SystemModel,
  code: string,
  pointer: string,
  message: string,
  { severity, hint }: Pick<Diagnostic, 'severity' | 'hint'> & { hint: string },
): Diagnostic {
  return { code, severity, message, ...system.positions.get(pointer), pointer, hint };
}
