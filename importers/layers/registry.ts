/** All readers of layers, one line each; the first that knows a file reads it. */
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import type { LayerImporter, ReadLayers } from '#model/technique-layer';
import { diagnoseUnknown } from '../formats/unknown-file.ts';
import { dettect } from './dettect/index.ts';
import { navigator } from './navigator/index.ts';

export const LAYER_IMPORTERS: readonly LayerImporter[] = [dettect, navigator];

/** @throws ThreatloomError LAYER-001 where no reader knows the file, and as the readers */
export function readLayers(file: ImportFile): ReadLayers {
  const importer = LAYER_IMPORTERS.find((each) => each.detect(file));
  if (importer !== undefined) return importer.read(file);
  diagnoseUnknown(file);
  throw new ThreatloomError('LAYER-001', 'this is no layer that can be read', {
    file: file.file,
    hint: `readable: ${LAYER_IMPORTERS.map(({ title }) => title).join('; ')}`,
  });
}
