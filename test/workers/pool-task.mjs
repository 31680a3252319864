// A thread for tests of the pool: does what its task says.
import { parentPort, threadId } from 'node:worker_threads';

parentPort.on('message', ({ id, task }) => {
  if (task.does === 'exit') process.exit(1);
  if (task.does === 'spin') for (;;);
  if (task.does === 'fail') {
    const error = {
      code: 'ASK-003',
      message: 'there is no such goal',
      details: { hint: 'there are others' },
    };
    parentPort.postMessage({ id, error });
    return;
  }
  if (task.does === 'break') {
    parentPort.postMessage({ id, error: { message: 'x is not a function' } });
    return;
  }
  setTimeout(
    () => parentPort.postMessage({ id, value: { says: task.says, thread: threadId } }),
    task.after ?? 0,
  );
});
