/**
 * The thread that analyses systems and answers questions about them. It reads the frameworks and the models when first
 * asked, and keeps what it derived of a system for the next question.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { AnswerSource } from '#model/answers/answer-source';
import { openWorkspace, readSystemText } from '#workspace/analysis';
import { openAnswerSource } from '#workspace/answer-source';
import type { SystemTask, SystemWorkerData } from './system-tasks.ts';
import { carried } from './worker-pool.ts';
import type { WorkerReply } from './worker-pool.ts';

let opened: AnswerSource | undefined;

function source(): AnswerSource {
  const { systems, libraryFolders, cwd, today } = workerData as SystemWorkerData;
  const workspace = openWorkspace(libraryFolders, cwd);
  // Texts come from who has read them without an error.
  const loaded = systems.map((system) => {
    const { model, ...read } = readSystemText(workspace, system);
    return { ...read, model: model!, file: system.file };
  });
  return openAnswerSource({ workspace, systems: loaded, cwd, today });
}

function answer(task: SystemTask): Promise<unknown> {
  opened ??= source();
  switch (task.kind) {
    case 'analysis':
      return opened.analysis(task.system);
    case 'paths':
      return opened.paths(task.system, task.question);
    case 'what-if':
      return opened.whatIf(task.system, task.changes);
    case 'explanation':
      return opened.explain(task.system, task.id);
  }
}

async function replyTo(id: number, task: SystemTask): Promise<void> {
  let reply: WorkerReply;
  try {
    reply = { id, value: await answer(task) };
  } catch (error) {
    reply = { id, error: carried(error) };
  }
  parentPort!.postMessage(reply);
}

parentPort!.on('message', ({ id, task }: { readonly id: number; readonly task: SystemTask }) => {
  void replyTo(id, task);
});
