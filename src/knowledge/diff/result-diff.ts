/**
 * What another edition of a framework changes in the analysis of one system.
 */
import type { AnalysisResult } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';

type Threat = AnalysisResult['threats'][number];

export interface ThreatChange {
  readonly threat: string;
  readonly asset: string;
  readonly technique: string;
  readonly name: string;
  /** Absent where the threat is not in that analysis. */
  readonly before?: Threat['status'];
  readonly after?: Threat['status'];
}

export interface LostControl {
  readonly safeguard: string;
  readonly control: string;
  /** Threats against which the safeguard stood through this control and no longer does. */
  readonly threats: readonly string[];
}

export interface ResultDiff {
  readonly system: string;
  /** Reachable threats that become gaps, and gaps that do not stay so; accepted ones are named below. */
  readonly opened: readonly ThreatChange[];
  readonly closed: readonly ThreatChange[];
  readonly lostControls: readonly LostControl[];
  /** Accepted threats whose acceptance does not carry over. */
  readonly acceptedMoved: readonly ThreatChange[];
}

/** Both of one system, on one day, with the same libraries. O(n log n). */
export function diffResults(before: AnalysisResult, after: AnalysisResult): ResultDiff {
  const old = new Map(before.threats.map((threat) => [threat.id, threat]));
  const now = new Map(after.threats.map((threat) => [threat.id, threat]));
  const changes = [...new Set([...old.keys(), ...now.keys()])]
    .sort(compareText)
    .map((id) => ({ was: old.get(id), is: now.get(id) }));
  const opened: ThreatChange[] = [];
  const closed: ThreatChange[] = [];
  const acceptedMoved: ThreatChange[] = [];
  for (const { was, is } of changes) {
    if (was?.status === 'accepted' && is?.status !== 'accepted') acceptedMoved.push(change(was, is));
    else if (isGap(is) && !isGap(was)) opened.push(change(was, is));
    else if (isGap(was) && !isGap(is)) closed.push(change(was, is));
  }
  return { system: before.system, opened, closed, lostControls: lost(old, now), acceptedMoved };
}

function isGap(threat: Threat | undefined): boolean {
  return threat !== undefined && threat.reachable && threat.status === 'gap';
}

function change(was: Threat | undefined, is: Threat | undefined): ThreatChange {
  const { id, asset, technique, name } = (was ?? is)!;
  return {
    threat: id,
    asset,
    technique,
    name,
    ...(was === undefined ? {} : { before: was.status }),
    ...(is === undefined ? {} : { after: is.status }),
  };
}

function lost(old: ReadonlyMap<string, Threat>, now: ReadonlyMap<string, Threat>): readonly LostControl[] {
  const found = new Map<string, LostControl & { readonly threats: string[] }>();
  for (const [id, { controls }] of [...old].sort(([a], [b]) => compareText(a, b))) {
    for (const { id: control, safeguard } of controls) {
      if (safeguard === undefined) continue;
      const still = now.get(id)?.controls.some((each) => each.id === control && each.safeguard === safeguard);
      if (still === true) continue;
      const key = `${safeguard} ${control}`;
      const entry = found.get(key) ?? { safeguard, control, threats: [] };
      entry.threats.push(id);
      found.set(key, entry);
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
}
