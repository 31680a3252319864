/**
 * All importers of foreign system models, one line each, the most particular formats first: the first that knows a file
 * reads it. A test holds this list against the folders beside it.
 */
import type { SystemImporter } from '#model/system-importer';

export const SYSTEM_IMPORTERS: readonly SystemImporter[] = [];
