import { parentPort, workerData } from 'node:worker_threads';
import { EngineService } from './local/engineService';
import { IndexingTasks, type IndexingTask } from './local/indexing/indexingTasks';
import type { IndexingThreadData } from './local/indexing/taskThreads';
import type { EngineThreadData, ToWorker } from './local/protocol';
import { isSecretFile } from './prompt/secretFiles';

/**
 * The entry of the worker threads, their composition root: of the engine's, which it connects to the
 * extension host, and of those that the engine starts to read a workspace.
 */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread; it cannot run on its own.');
const send = (message: unknown): void => {
  port.postMessage(message);
};

// What comes in is what the types say: both ends are built from the same files.
const data = workerData as EngineThreadData | IndexingThreadData;
if (data.role === 'indexing') {
  const tasks = new IndexingTasks();
  port.on('message', (task: IndexingTask) => {
    send(tasks.do(task));
  });
} else {
  const service = new EngineService(send, isSecretFile, data.storageFolder, __filename);
  port.on('message', (message: ToWorker) => {
    service.receive(message);
  });
}
