/**
 * A scenario: files, command lines, and what each said, as one text that people can read and a test can play again.
 *
 * @example
 * What it shows, in a sentence.
 * --- file broken.system.yaml
 * threatloom: 2
 * --- mask [0-9a-f]{64}
 * --- env NO_COLOR=1
 * --- run validate broken.system.yaml
 * --- exit 2
 * --- stdout
 * --- stderr
 * broken.system.yaml:1:13: error SYS-019: …
 *
 * `mask` is a regular expression whose matches are shown as `…`, for what changes with the shipped data; `unrecorded
 * stdout` before a run leaves its output out. The folder of the scenario is shown as `<here>`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threatloom } from './captured-io.ts';

interface Section {
  readonly title: string;
  readonly body: string;
}

/** Sections that a play writes anew. */
const RECORDED = new Set(['exit', 'stdout', 'stderr']);

/** Plays a scenario in `folder` and gives its text with what was said this time. */
export async function play(text: string, folder: string): Promise<string> {
  const played: string[] = [];
  const masks: RegExp[] = [];
  const env: Record<string, string> = {};
  let unrecorded = new Set<string>();
  const shown = (said: string): string =>
    masks.reduce((masked, mask) => masked.replace(mask, '…'), said.replaceAll(folder, '<here>'));
  for (const { title, body } of sections(text)) {
    const [word = '', ...rest] = title.split(' ');
    if (RECORDED.has(word)) continue;
    played.push(title === '' ? body : `--- ${title}\n${body}`);
    const argument = rest.join(' ');
    switch (word) {
      case '':
        break;
      case 'file': {
        const target = join(folder, argument);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, body);
        break;
      }
      case 'mask':
        masks.push(new RegExp(argument, 'gmu'));
        break;
      case 'env': {
        const [name, ...value] = argument.split('=');
        env[name!] = value.join('=');
        break;
      }
      case 'unrecorded':
        unrecorded = new Set(rest);
        break;
      case 'run': {
        const { exitCode, stdout, stderr } = await threatloom(folder, words(argument), { env });
        played.push(`--- exit ${exitCode}\n`);
        if (!unrecorded.has('stdout')) played.push(`--- stdout\n${shown(stdout)}`);
        if (!unrecorded.has('stderr')) played.push(`--- stderr\n${shown(stderr)}`);
        unrecorded = new Set();
        break;
      }
      default:
        throw new Error(`a scenario has no "--- ${title}"`);
    }
  }
  return played.join('');
}

function sections(text: string): Section[] {
  const [intro = '', ...others] = text.split(/^--- /mu);
  return [
    { title: '', body: intro },
    ...others.map((section) => {
      const end = section.indexOf('\n');
      return { title: section.slice(0, end), body: section.slice(end + 1) };
    }),
  ];
}

/** Blanks divide, quotes of either kind hold together. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
