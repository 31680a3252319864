/**
 * From a layer of what a user has against techniques to safeguards of a system model.
 *
 * A layer says "something against this technique, this good"; which control that is, where it stands and whether it works, it does
 * not say. So a safeguard is made only for techniques that some threat of the system has, at the elements of these threats, and it is
 * `planned` with all controls that answer the technique, for its reader to choose from, unless the reader says which control it is.
 */
import { stringify } from 'yaml';
import { openImportFile } from '#importers/formats/import-file';
import { readLayers } from '#importers/layers/registry';
import { successorOf } from '#knowledge/resolve-mappings';
import type { Threat } from '#model/analysis-result';
import { compareText, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import type { SafeguardStatus } from '#model/system-model';
import type { LayerTechnique, TechniqueLayer } from '#model/technique-layer';
import { analyzeSystem } from './analysis.ts';
import type { AnalyzeOptions, Workspace } from './analysis.ts';
import { listImportFiles, readImportFile } from './framework-files.ts';

export interface LayerOptions extends AnalyzeOptions {
  /** What the safeguards are; none: all controls of each technique, to choose from. */
  readonly controls: readonly string[];
  readonly status: SafeguardStatus;
}

export interface LayerSafeguards {
  /** To be put into the model. */
  readonly safeguards: Readonly<Record<string, object>>;
  /** LAYER-010: not in the matrix; LAYER-011: read as its successor. */
  readonly diagnostics: readonly Diagnostic[];
  /** Techniques of the layer: all, those that count (on, and scored above 0 or not at all), and of these those with a threat here. */
  readonly counts: { readonly all: number; readonly counting: number; readonly here: number };
}

/**
 * @throws ThreatloomError LAYER-001 … LAYER-003, LAYER-004 (a status other than planned without a control), LAYER-005 (unknown control)
 */
export function layerSafeguards(
  workspace: Workspace,
  system: SystemModel,
  file: string,
  cwd: string,
  options: LayerOptions,
): LayerSafeguards {
  checkControls(workspace, options);
  const [path = file] = listImportFiles([file], cwd);
  const { layers, diagnostics } = readLayers(openImportFile(path, readImportFile(path, cwd)));
  const { threats } = analyzeSystem(workspace, system, options);
  const found: Diagnostic[] = [...diagnostics];
  const safeguards = new Map<string, object>();
  let [all, counting] = [0, 0];
  for (const layer of layers) {
    all += layer.techniques.length;
    for (const technique of layer.techniques.filter(counts)) {
      counting += 1;
      const living = livingTechnique(workspace, layer, technique, file, found);
      if (living === undefined) continue;
      const own = threats.filter((threat) => isOf(workspace, threat, living));
      if (own.length > 0) add(safeguards, workspace, system, { layer, technique, living, own }, options);
    }
  }
  const sorted = [...safeguards].sort(([a], [b]) => compareText(a, b));
  return {
    safeguards: Object.fromEntries(sorted),
    diagnostics: found,
    counts: { all, counting, here: safeguards.size },
  };
}

/** @example safeguardsYaml(found.safeguards) // 'safeguards:\n  layer-t1059-001:\n    …' */
export function safeguardsYaml(safeguards: LayerSafeguards['safeguards']): string {
  return stringify({ safeguards }, { lineWidth: 0 });
}

function counts({ score, disabled }: LayerTechnique): boolean {
  return !disabled && (score === undefined || score > 0);
}

function checkControls({ view }: Workspace, { controls, status }: LayerOptions): void {
  if (status !== 'planned' && controls.length === 0) {
    throw new ThreatloomError('LAYER-004', `a layer does not say which controls are ${status}`, {
      hint: 'say what they are with --control, e.g. --control AML.M0024, or leave them planned',
    });
  }
  const unknown = controls.find((id) => !view.controls.has(id));
  if (unknown === undefined) return;
  throw new ThreatloomError('LAYER-005', `no framework or library has the control ${unknown}`, {
    hint: 'see "framework list", or "controls" of a threat in analyze --format json',
  });
}

function livingTechnique(
  { knowledge: { catalogue } }: Workspace,
  { framework }: TechniqueLayer,
  { id }: LayerTechnique,
  file: string,
  diagnostics: Diagnostic[],
): string | undefined {
  const ref = catalogue.ref('technique', framework, id);
  const heir = ref === undefined || ref.status === 'active' ? ref : successorOf(catalogue, ref);
  const edition = catalogue.pinned(framework) ?? '';
  if (heir?.status !== 'active') {
    const message = `${framework} ${edition} ${ref === undefined ? 'has no' : 'withdrew'} ${id}; it is left out`;
    diagnostics.push({ code: 'LAYER-010', severity: 'warning', message, file });
    return undefined;
  }
  if (heir !== ref) {
    const message = `${id} is read as ${heir.id} ${heir.name}, which took its place`;
    diagnostics.push({ code: 'LAYER-011', severity: 'info', message, file });
  }
  return heir.id;
}

/** A layer's parent technique stands for its sub-techniques too. */
function isOf({ view }: Workspace, { technique }: Threat, living: string): boolean {
  return technique === living || view.techniques.get(technique)?.parent === living;
}

interface Match {
  readonly layer: TechniqueLayer;
  readonly technique: LayerTechnique;
  readonly living: string;
  readonly own: readonly Threat[];
}

function add(
  safeguards: Map<string, object>,
  { view }: Workspace,
  system: SystemModel,
  { layer, technique, living, own }: Match,
  { controls, status }: LayerOptions,
): void {
  const base = `layer-${living.toLowerCase().replaceAll('.', '-')}`;
  let id = base;
  for (let n = 2; safeguards.has(id) || system.safeguards.some((each) => each.id === id); n++)
    id = `${base}-${n}`;
  const answers = own.flatMap((threat) => threat.controls.map((control) => control.id));
  const { score, comment } = technique;
  safeguards.set(id, {
    name: `${view.techniques.get(living)?.name ?? living} (${living})`,
    on: [...new Set(own.map(({ asset }) => asset))].sort(compareText),
    implements: controls.length > 0 ? [...controls] : [...new Set(answers)].sort(compareText),
    status,
    'x-layer': {
      layer: layer.name,
      technique: technique.id,
      ...(score === undefined ? {} : { score }),
      ...(comment === undefined ? {} : { comment }),
    },
  });
}
