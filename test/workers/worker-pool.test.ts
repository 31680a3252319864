import { afterEach, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { WorkerPool } from '#workers/worker-pool';

const pools: WorkerPool[] = [];
function pool(size: number, queueLimit = 10): WorkerPool {
  const made = new WorkerPool({
    script: new URL('./pool-task.mjs', import.meta.url),
    workerData: undefined,
    size,
    queueLimit,
  });
  pools.push(made);
  return made;
}
afterEach(async () => {
  for (const made of pools.splice(0)) await made.close();
});

const says = async (answer: Promise<unknown>): Promise<unknown> => ((await answer) as { says: unknown }).says;
const fault = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    await answer;
  } catch (error) {
    return error instanceof ThreatloomError
      ? { code: error.code, message: error.message, hint: error.hint }
      : error;
  }
  return 'no fault';
};

describe('a pool of worker threads', () => {
  it('answers each task, with no more threads than it may have', async () => {
    const two = pool(2);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => two.run({ says: n, after: 5 })));
    expect(answers.map((answer) => (answer as { says: number }).says)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(answers.map((answer) => (answer as { thread: number }).thread)).size).toBe(2);
    expect(two.state()).toEqual({ running: 0, waiting: 0, restarts: 0 });
  });

  it('hands on errors as they were thrown', async () => {
    const one = pool(1);
    expect(await fault(one.run({ does: 'fail' }))).toEqual({
      code: 'ASK-003',
      message: 'there is no such goal',
      hint: 'there are others',
    });
    const broken = await fault(one.run({ does: 'break' }));
    expect(broken).toBeInstanceOf(Error);
    expect(broken).toMatchObject({ message: 'x is not a function' });
    expect(one.state().restarts).toBe(0);
  });

  it('refuses what would wait behind too many', async () => {
    const one = pool(1, 2);
    const under = [1, 2, 3].map((n) => one.run({ says: n, after: 50 }));
    expect(one.state()).toEqual({ running: 1, waiting: 2, restarts: 0 });
    expect(await fault(one.run({ says: 4 }))).toMatchObject({ code: 'WORK-001' });
    expect(await Promise.all(under.map(says))).toEqual([1, 2, 3]);
  });

  it('stops a task that is called off, and works on with a new thread', async () => {
    const one = pool(1);
    const controller = new AbortController();
    const spinning = one.run({ does: 'spin' }, { signal: controller.signal });
    const next = one.run({ says: 'next' });
    controller.abort(new Error('gone'));
    expect(await fault(spinning)).toMatchObject({ code: 'WORK-003' });
    expect(await says(next)).toBe('next');
    expect(one.state().restarts).toBe(1);
  });

  it('takes a task that is called off out of the queue, without touching the one that runs', async () => {
    const one = pool(1);
    const controller = new AbortController();
    const running = one.run({ says: 'running', after: 30 });
    const waiting = one.run({ says: 'waiting' }, { signal: controller.signal });
    controller.abort();
    expect(await fault(waiting)).toMatchObject({ code: 'WORK-003' });
    expect(await says(running)).toBe('running');
    expect(one.state()).toEqual({ running: 0, waiting: 0, restarts: 0 });
    expect(await fault(one.run({ says: 1 }, { signal: controller.signal }))).toMatchObject({
      code: 'WORK-003',
    });
  });

  it('stops a task at its time limit', async () => {
    const one = pool(1);
    expect(await fault(one.run({ does: 'spin' }, { timeoutMs: 50 }))).toMatchObject({
      code: 'WORK-004',
      message: 'the answer took longer than 50 ms and was stopped',
    });
    expect(await says(one.run({ says: 'alive' }))).toBe('alive');
  });

  it('lives on when a thread dies', async () => {
    const one = pool(1);
    const dying = one.run({ does: 'exit' });
    const next = one.run({ says: 'next' });
    expect(await fault(dying)).toMatchObject({ code: 'WORK-002' });
    expect(await says(next)).toBe('next');
    expect(one.state().restarts).toBe(1);
  });

  it('refuses what cannot cross threads, and works on', async () => {
    const one = pool(1);
    expect(await fault(one.run({ says: () => 1 }))).toMatchObject({ name: 'DataCloneError' });
    expect(await says(one.run({ says: 'alive' }))).toBe('alive');
  });

  it('calls everything off when it is closed', async () => {
    const one = pool(1);
    const faults = [one.run({ does: 'spin' }), one.run({ says: 1 })].map(fault);
    await one.close();
    expect(await Promise.all(faults)).toMatchObject([{ code: 'WORK-003' }, { code: 'WORK-003' }]);
    expect(await fault(one.run({ says: 2 }))).toMatchObject({ code: 'WORK-003' });
  });
});
