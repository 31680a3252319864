/**
 * What a user has against techniques, or sees of them, as tools for matrices keep it: techniques with scores.
 */
import type { Diagnostic } from './diagnostics.ts';
import type { ImportFile } from './framework-importer.ts';

export interface LayerTechnique {
  /** As the file has it, which may be of an old edition: `T1086`, `AML.T0051.001`. */
  readonly id: string;
  /** Absent: not scored. What a number means is a matter of the file. */
  readonly score?: number;
  /** Switched off in the layer. */
  readonly disabled: boolean;
  readonly comment?: string;
}

export interface TechniqueLayer {
  /** Framework whose techniques it names: `atlas`, `attack-enterprise`. */
  readonly framework: string;
  readonly name: string;
  /** Of the file's format, e.g. `4.5`, `3.0`. */
  readonly version: string;
  /** Each once, in order of id; of several scores the highest. */
  readonly techniques: readonly LayerTechnique[];
}

export interface ReadLayers {
  readonly layers: readonly TechniqueLayer[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface LayerImporter {
  /** Name of its folder. */
  readonly id: string;
  readonly title: string;
  /** Judged by the beginning of the file; never throws. */
  detect(file: ImportFile): boolean;
  /** @throws ThreatloomError where there is nothing to go on with */
  read(file: ImportFile): ReadLayers;
}
