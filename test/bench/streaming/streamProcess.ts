import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs `action` with the address of a server that streams what it is told to. */
export async function withStreamServer(action: (url: string) => Promise<void>): Promise<void> {
  const child = fork(join(__dirname, 'streamServer.ts'), { execArgv: ['--import', 'tsx'] });
  try {
    const [port] = (await once(child, 'message')) as [unknown];
    await action(`http://127.0.0.1:${String(port)}`);
  } finally {
    child.disconnect();
  }
}
