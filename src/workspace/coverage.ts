/**
 * Coverage of frameworks by one system, with the reason for every number.
 */
import { coverageCounts } from '#analysis/coverage/coverage-counts';
import { resultOf } from '#analysis/analyze';
import { deriveSystem } from '#analysis/derive/derive';
import { coverageFindings } from '#analysis/result/coverage';
import type { CoverageFinding } from '#analysis/result/coverage';
import { recordKey, type RecordRef } from '#knowledge/catalogue';
import { itemColumns } from '#knowledge/coverage-columns';
import { inverseOf } from '#knowledge/mapping-inverse';
import type { AnalysisResult, Threat } from '#model/analysis-result';
import type { CoverageAnswer, CoverageLink, CoverageMatrix, CoveredItem } from '#model/answers/coverage';
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords } from '#model/framework-records';
import type { SystemModel } from '#model/system-model';
import { analysisInput } from './analysis.ts';
import type { AnalyzeOptions, Workspace } from './analysis.ts';

/** An edition of a framework; without `edition` all that are loaded. */
export interface AskedEdition {
  readonly framework: string;
  readonly edition?: string;
}

/**
 * @param asked empty for every framework that is loaded
 * @param options `pathsPerGoal`: how many paths of each goal count for `paths` of an item; 10 unless given
 */
export function askCoverage(
  workspace: Workspace,
  system: SystemModel,
  options: AnalyzeOptions,
  asked: readonly AskedEdition[] = [],
): CoverageAnswer {
  const input = analysisInput(workspace, system, options);
  const derivation = deriveSystem(input);
  const result = resultOf(derivation, input);
  const wanted = ({ framework, edition }: { framework: string; edition: string }): boolean =>
    asked.length === 0 ||
    asked.some((each) => each.framework === framework && (each.edition ?? edition) === edition);
  const findings = coverageFindings(derivation, result.threats).filter(({ row }) => wanted(row));
  const links = linksByItem(workspace);
  const paths = pathsByTechnique(workspace, result);
  const matrices = workspace.knowledge.frameworks.flatMap((records): CoverageMatrix[] => {
    const { id: framework, edition, name } = records.framework;
    const own = findings.filter(({ row }) => row.framework === framework && row.edition === edition);
    return own.length === 0 ? [] : [{ framework, edition, name, ...laidOut(records, own, links, paths) }];
  });
  const named = new Set(matrices.flatMap(({ items }) => items.flatMap(({ threats }) => threats)));
  return {
    threatloom: result.threatloom,
    system: result.system,
    digest: result.digest,
    asOf: result.asOf,
    counts: coverageCounts(findings.map(({ row }) => row)),
    matrices,
    threats: result.threats.filter(({ id }) => named.has(id)),
  };
}

function laidOut(
  records: FrameworkRecords,
  findings: readonly CoverageFinding[],
  links: ReadonlyMap<string, readonly CoverageLink[]>,
  paths: ReadonlyMap<string, PassingPaths>,
): Pick<CoverageMatrix, 'columns' | 'items'> {
  const layout = itemColumns(records);
  const lists = [
    ['technique', records.techniques],
    ['risk', records.risks],
    ['requirement', records.requirements],
  ] as const;
  const known = new Map(
    lists.flatMap(([kind, list]) =>
      list.map((record) => [`${kind} ${record.id}`, { kind, record }] as const),
    ),
  );
  const items = findings.map(({ item, row, threats, controls, via }): CoveredItem => {
    const { kind, record } = known.get(`${item.kind} ${item.id}`)!;
    const all = [...new Map(threats.flat().map((threat) => [threat.id, threat])).values()];
    const parent = 'parent' in record ? record.parent : 'parents' in record ? record.parents[0] : undefined;
    const passing = paths.get(`${item.framework} ${item.id}`);
    return {
      ...row,
      name: record.name,
      kind,
      columns: layout.of(kind, item.id),
      ...(parent === undefined ? {} : { parent }),
      threats: all.map(({ id }) => id),
      answered: all.filter(isAnswered).length,
      controls,
      via,
      links: [...(links.get(`${kind} ${recordKey(item)}`) ?? [])].sort(
        (a, b) => Number(via.includes(b.other)) - Number(via.includes(a.other)),
      ),
      paths: passing?.count ?? 0,
      pathLikelihood: passing?.likeliest ?? 0,
    };
  });
  const used = new Set(items.flatMap(({ columns }) => columns));
  return { columns: layout.columns.filter(({ id }) => used.has(id)), items };
}

function isAnswered({ status, controls }: Threat): boolean {
  return status === 'covered' || controls.some(({ state }) => state === 'in-place' || state === 'verified');
}

/** `kind key` of an item → the mappings and mitigations that name it, each once, best word first. */
function linksByItem({ knowledge }: Workspace): ReadonlyMap<string, readonly CoverageLink[]> {
  const found = new Map<string, CoverageLink[]>();
  const add = (item: RecordRef, link: CoverageLink): void => {
    const key = `${item.kind} ${item.key}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [link]);
    else if (!list.some((each) => sameLink(each, link))) list.push(link);
  };
  for (const { mapping, subject, object } of knowledge.mappings) {
    const { predicate, trust, source, confidence } = mapping;
    const rest = { trust, source, ...(confidence === undefined ? {} : { confidence }) };
    add(subject, { predicate, other: object.key, name: object.name, ...rest });
    add(object, { predicate: inverseOf(predicate), other: subject.key, name: subject.name, ...rest });
  }
  for (const { control, target, source, trust } of knowledge.mitigations) {
    add(target, {
      predicate: 'threatloom:mitigates',
      other: control.key,
      name: control.name,
      trust,
      source,
    });
  }
  const order = ['official', 'derived', 'community'];
  for (const list of found.values()) {
    list.sort(
      (a, b) =>
        order.indexOf(a.trust) - order.indexOf(b.trust) ||
        compareText(a.other, b.other) ||
        compareText(a.predicate, b.predicate) ||
        compareText(a.source, b.source),
    );
  }
  return found;
}

/** A crosswalk may state a row twice, each time with a remark of its own. */
function sameLink(a: CoverageLink, b: CoverageLink): boolean {
  return a.other === b.other && a.predicate === b.predicate && a.source === b.source;
}

interface PassingPaths {
  readonly count: number;
  readonly likeliest: number;
}

/** `framework technique` → the paths with a step of it; a sub-technique counts for its parent too. */
function pathsByTechnique({ view }: Workspace, { paths }: AnalysisResult): ReadonlyMap<string, PassingPaths> {
  const found = new Map<string, PassingPaths>();
  for (const { steps, likelihood } of paths) {
    const techniques = steps.flatMap(({ technique }) => {
      const known = view.techniques.get(technique);
      return known === undefined
        ? []
        : [technique, known.parent ?? technique].map((id) => `${known.framework} ${id}`);
    });
    for (const key of new Set(techniques)) {
      const { count, likeliest } = found.get(key) ?? { count: 0, likeliest: 0 };
      found.set(key, { count: count + 1, likeliest: Math.max(likeliest, likelihood) });
    }
  }
  return found;
}
