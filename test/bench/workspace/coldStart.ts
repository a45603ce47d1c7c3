import { LocalBackend } from '../../../src/local/localBackend';

/**
 * A process that has the engine read a folder, and tells what it took: `coldStart.js WORKER STORAGE
 * FOLDER`. CPU time is that of all threads.
 */
async function coldStart(worker: string, storage: string, path: string): Promise<void> {
  const mega = (bytes: number) => Math.round(bytes / 1e5) / 10;
  const before = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const backend = new LocalBackend(worker, storage);
  const result = await backend.readFolders([{ path, exclude: [] }], {
    signal: new AbortController().signal,
  });
  const seconds = Math.round(performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(result, {
    seconds,
    'CPU seconds': Math.round((user + system) / 1000) / 1000,
    'resident MB': mega(process.memoryUsage().rss),
    'before, MB': mega(before),
    'most, MB': mega(process.resourceUsage().maxRSS * 1024),
  });
  backend.dispose();
}

const [worker = '', storage = '', folder = ''] = process.argv.slice(2);
void coldStart(worker, storage, folder);
