/** All exports of system models, one line each. A test holds this list against the folders beside it. */
import type { SystemExporter } from '#model/system-exporter';
import { mermaid } from './mermaid/index.ts';
import { otm } from './otm/index.ts';
import { threatDragon } from './threat-dragon/index.ts';

export const SYSTEM_EXPORTERS: readonly SystemExporter[] = [mermaid, otm, threatDragon];
