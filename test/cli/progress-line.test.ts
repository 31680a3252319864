import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressLine } from '../../src/cli/progress-line.ts';
import { processIo } from '../../src/cli/io.ts';

describe('progress of work that mostly is short', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function lineOn(errTerminal: boolean): { line: ProgressLine; said: string[] } {
    const said: string[] = [];
    const io = { ...processIo(), errTerminal, err: (text: string) => void said.push(text) };
    return { line: new ProgressLine(io, 'goals', { quietFor: 500 }), said };
  }

  it('is shown after half a second, and gone at the end', () => {
    const { line, said } = lineOn(true);
    line.show({ done: 0, total: 4 });
    vi.advanceTimersByTime(499);
    line.show({ done: 1, total: 4 });
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    line.show({ done: 2, total: 4 });
    expect(said).toEqual([`\rgoals ${'█'.repeat(12)}${'░'.repeat(12)} 50 %`]);
    line.done();
    expect(said.at(-1)).toBe('\r\u001b[K');
  });

  it('is not shown for work that ends before, nor in a pipe', () => {
    const { line, said } = lineOn(true);
    line.show({ done: 4, total: 4 });
    line.done();
    const pipe = lineOn(false);
    vi.advanceTimersByTime(1000);
    pipe.line.show({ done: 2, total: 4 });
    pipe.line.done();
    expect([said, pipe.said]).toEqual([[], []]);
  });
});
