import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

/** How long a process may take to end by itself, in milliseconds. */
const patience = 5000;

/**
 * A child process that ends together with everything it started: with `dispose()`, or at the
 * latest when this process exits.
 */
export class ProcessTree {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #killAtExit = (): void => {
    this.#signal('SIGKILL');
  };
  #ended = false;

  constructor(
    program: string,
    programArguments: readonly string[],
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ) {
    // A process group of its own, so that one signal reaches all of it.
    this.#child = spawn(program, programArguments, {
      ...options,
      detached: process.platform !== 'win32',
    });
    this.#child.on('exit', () => {
      this.#ended = true;
    });
    this.#child.on('error', () => {
      this.#ended ||= this.#child.pid === undefined; // it never started
    });
    process.on('exit', this.#killAtExit);
  }

  /** Calls `listener` with everything it prints, to either stream. */
  onOutput(listener: (text: string) => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (data: Buffer) => {
        listener(data.toString());
      });
    }
  }

  /** Calls `listener` once, when it has ended or could not be started. */
  onEnd(listener: (why: string) => void): void {
    this.#child.once('error', (error) => {
      listener(error.message);
    });
    this.#child.once('exit', (code, signal) => {
      listener(code === null ? `ended by ${String(signal)}` : `exit code ${code}`);
    });
  }

  async dispose(): Promise<void> {
    if (!this.#ended) {
      const exit = once(this.#child, 'exit');
      this.#signal('SIGTERM');
      const timer = setTimeout(() => {
        this.#signal('SIGKILL');
      }, patience);
      await exit;
      clearTimeout(timer);
    }
    // Children that outlived the process are still in its group.
    this.#signal('SIGKILL');
    process.off('exit', this.#killAtExit);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // Nothing of it is left.
    }
  }
}
