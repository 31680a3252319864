import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../src/cli/run.ts';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own in which commands run; `dispose` takes it away. */
export class TestWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'threatloom-'));

  async run(...args: readonly string[]): Promise<Answer> {
    let out = '';
    let err = '';
    const code = await run(args, {
      out: (text) => (out += text),
      err: (text) => (err += text),
      terminal: false,
      errTerminal: false,
      width: undefined,
      env: {},
      cwd: this.folder,
      today: '2026-11-23',
    });
    return { code, out, err };
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content);
  }

  remove(...names: readonly string[]): void {
    for (const name of names) rmSync(join(this.folder, name), { recursive: true });
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Digest of every file's name and bytes: two that are equal say that nothing changed. */
  state(): string {
    const hash = createHash('sha256');
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(this.folder, name);
      hash.update(`${name}\0`);
      if (statSync(path).isFile()) hash.update(readFileSync(path));
    }
    return hash.digest('hex');
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** ATLAS in format 5, as small as the importer takes it. */
export function atlasYaml(edition: string, extraTechnique = ''): string {
  return `id: ATLAS
name: ATLAS
version: ${edition}
matrices:
- id: ATLAS
  name: ATLAS Matrix
  tactics:
  - id: AML.TA0002
    object-type: tactic
    name: Reconnaissance
    description: Prose of a tactic.
  techniques:
  - id: AML.T0000
    object-type: technique
    name: Search Open Technical Databases
    description: Prose of a technique.
    tactics: [AML.TA0002]
${extraTechnique}  mitigations:
  - id: AML.M0000
    object-type: mitigation
    name: Limit Public Release of Information
    description: Prose of a mitigation.
    techniques:
    - id: AML.T0000
      use: Prose of a use.
case-studies: []
`;
}
