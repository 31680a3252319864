/**
 * A few worker threads with one queue before them. A task that is called off, or runs out of time, ends at once: its
 * thread is stopped and another takes its place, since nothing else stops a computation.
 */
import { Worker } from 'node:worker_threads';
import { EXIT, ThreatloomError } from '#model/errors';
import type { ThreatloomErrorDetails } from '#model/errors';

/** What a worker sends back; `id` is that of the task. */
export type WorkerReply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: CarriedError };

/** An error as it crosses threads, where classes do not. */
export interface CarriedError {
  readonly message: string;
  readonly stack?: string;
  /** There where it is a `ThreatloomError`. */
  readonly code?: string;
  readonly details?: Omit<ThreatloomErrorDetails, 'cause'>;
}

export interface WorkerPoolOptions {
  /** A module that answers each message `{ id, task }` by one `WorkerReply`. */
  readonly script: URL;
  readonly workerData: unknown;
  /** Threads, 1 or more. They are started when first needed. */
  readonly size: number;
  /** Tasks that may wait; one more is refused. */
  readonly queueLimit: number;
}

export interface TaskLimits {
  readonly signal?: AbortSignal | undefined;
  /** From when it starts to run. */
  readonly timeoutMs?: number | undefined;
}

export interface PoolState {
  readonly running: number;
  readonly waiting: number;
  /** Threads that were stopped or died, since the start. */
  readonly restarts: number;
}

interface Job {
  readonly id: number;
  readonly task: unknown;
  readonly timeoutMs: number | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #lastId = 0;
  #restarts = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  state(): PoolState {
    const running = [...this.#threads].filter(({ job }) => job !== undefined).length;
    return { running, waiting: this.#waiting.length, restarts: this.#restarts };
  }

  /**
   * Runs one task, first come, first served.
   *
   * @throws ThreatloomError WORK-001 where too many wait, WORK-002 where its thread died, WORK-003 where it was called
   *   off, WORK-004 where it ran out of time; and what the task throws
   */
  async run(task: unknown, { signal, timeoutMs }: TaskLimits = {}): Promise<unknown> {
    if (this.#closed) throw calledOff();
    if (signal?.aborted === true) throw calledOff(signal.reason);
    if (this.#waiting.length >= this.#options.queueLimit && this.#idle() === undefined) {
      throw new ThreatloomError('WORK-001', 'too many questions are being worked on', {
        exitCode: EXIT.storeUnavailable,
        hint: 'ask again in a moment',
      });
    }
    const { promise, resolve, reject } = withResolvers();
    const job: Job = { id: ++this.#lastId, task, timeoutMs, resolve, reject };
    const onAbort = (): void => {
      this.#end(job, calledOff(signal?.reason));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#waiting.push(job);
    this.#next();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Stops all threads; what runs or waits is called off. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(calledOff());
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const thread of threads) this.#free(thread)?.reject(calledOff());
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  /** Gives waiting jobs to idle threads, and to new ones while there may be more. */
  #next(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const thread = this.#idle();
      if (thread === undefined) return;
      const job = this.#waiting.shift()!;
      thread.job = job;
      // Work keeps the process up, waiting for work does not.
      thread.worker.ref();
      if (job.timeoutMs !== undefined) {
        const { timeoutMs } = job;
        thread.timer = setTimeout(() => {
          this.#end(job, outOfTime(timeoutMs));
        }, timeoutMs);
      }
      try {
        thread.worker.postMessage({ id: job.id, task: job.task });
      } catch (error) {
        // Not everything crosses threads.
        this.#free(thread)?.reject(error as Error);
      }
    }
  }

  #idle(): Thread | undefined {
    for (const thread of this.#threads) if (thread.job === undefined) return thread;
    return this.#threads.size < this.#options.size ? this.#start() : undefined;
  }

  #start(): Thread {
    const { script, workerData } = this.#options;
    const worker = new Worker(script, { workerData, stdout: true, stderr: true });
    const thread: Thread = { worker, job: undefined, timer: undefined };
    this.#threads.add(thread);
    worker.unref();
    worker.on('message', (reply: WorkerReply) => {
      if (thread.job?.id !== reply.id) return;
      const { resolve, reject } = this.#free(thread)!;
      worker.unref();
      if ('error' in reply) reject(revived(reply.error));
      else resolve(reply.value);
      this.#next();
    });
    worker.on('error', (cause) => {
      this.#lose(thread, cause);
    });
    worker.on('exit', () => {
      this.#lose(thread, undefined);
    });
    return thread;
  }

  /** Ends a job before it is done, whether it waits or runs. */
  #end(job: Job, error: ThreatloomError): void {
    const place = this.#waiting.indexOf(job);
    if (place !== -1) {
      this.#waiting.splice(place, 1);
      job.reject(error);
      return;
    }
    for (const thread of this.#threads) {
      if (thread.job !== job) continue;
      this.#threads.delete(thread);
      this.#restarts++;
      this.#free(thread)?.reject(error);
      void thread.worker.terminate();
      this.#next();
      return;
    }
  }

  #lose(thread: Thread, cause: unknown): void {
    if (!this.#threads.delete(thread)) return;
    this.#restarts++;
    const memory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#free(thread)?.reject(
      new ThreatloomError(
        'WORK-002',
        memory ? 'the question needs more memory than there is' : 'the thread that worked on it died',
        { cause, exitCode: EXIT.internal },
      ),
    );
    this.#next();
  }

  #free(thread: Thread): Job | undefined {
    const { job } = thread;
    clearTimeout(thread.timer);
    thread.job = undefined;
    return job;
  }
}

/** In a worker: an error as its reply carries it. */
export function carried(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { message: String(error) };
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  if (!(error instanceof ThreatloomError)) return { message: error.message, ...stack };
  const { code, message, file, line, column, pointer, hint, exitCode, diagnostics } = error;
  return {
    message,
    ...stack,
    code,
    details: {
      exitCode,
      diagnostics,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(pointer !== undefined && { pointer }),
      ...(hint !== undefined && { hint }),
    },
  };
}

function revived({ code, message, stack, details }: CarriedError): Error {
  const error = code === undefined ? new Error(message) : new ThreatloomError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function calledOff(cause?: unknown): ThreatloomError {
  return new ThreatloomError('WORK-003', 'the question was called off', { cause, exitCode: EXIT.internal });
}

function outOfTime(timeoutMs: number): ThreatloomError {
  return new ThreatloomError('WORK-004', `the answer took longer than ${timeoutMs} ms and was stopped`, {
    hint: 'ask for less: fewer goals, a smaller k, a part of the system',
  });
}

function withResolvers(): {
  promise: Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
} {
  let resolve!: (value: unknown) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<unknown>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
