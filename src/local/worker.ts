import { parentPort } from 'node:worker_threads';
import { EngineService } from './engineService';
import type { ToWorker } from './protocol';

/** The entry of the worker thread: connects the engine to the extension host. */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread; it cannot run on its own.');

const service = new EngineService((message) => {
  port.postMessage(message);
});
// Both ends are built from one protocol.ts, so what comes is what it says.
port.on('message', (message: ToWorker) => {
  service.receive(message);
});
