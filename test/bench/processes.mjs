// Runs processes for the benchmarks and takes their time from outside.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * One process from start to exit: seconds by the clock and of the processor (user and system; on a busy machine they say more).
 *
 * @returns undefined in place of an error where `mayFail`
 */
export function timed(command, args, { cwd, mayFail = false, env = process.env } = {}) {
  const before = childTime();
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const wall = (performance.now() - start) / 1000;
  if (status === 0) return { wall, processor: childTime() - before, stdout };
  if (mayFail) return undefined;
  throw new Error(`${command} ${args.join(' ')}: ${stderr || String(error)}`);
}

/** Whether an interpreter can import a package. */
export function canImport(python, name) {
  return (
    spawnSync(python, [
      '-c',
      `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`,
    ]).status === 0
  );
}

/** Processor seconds of all ended children; not a number where there is no /proc. */
function childTime() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** A table of text, the first column to the left. */
export function table(columns, rows) {
  const cells = rows.map((row) => row.map((cell) => (cell === undefined ? '-' : String(cell))));
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  return [columns, ...cells]
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
