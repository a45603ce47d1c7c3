import { parentPort, workerData } from 'node:worker_threads';
import { EngineService } from './local/engineService';
import type { ToWorker, WorkerData } from './local/protocol';
import { isSecretFile } from './prompt/secretFiles';

/** The entry of the worker thread, its composition root: connects the engine to the extension host. */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread; it cannot run on its own.');

// Both ends are built from one protocol.ts, so what comes is what it says.
const { storageFolder } = workerData as WorkerData;
const service = new EngineService(
  (message) => {
    port.postMessage(message);
  },
  isSecretFile,
  storageFolder,
);
port.on('message', (message: ToWorker) => {
  service.receive(message);
});
