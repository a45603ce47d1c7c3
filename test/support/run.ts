import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

/**
 * Runs a program to its end, quietly: what it printed is shown only when it fails.
 *
 * @returns what it wrote to its standard output.
 * @throws Error with its last output when it cannot be started or its exit code is not 0.
 */
export async function run(
  program: string,
  programArguments: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    // A shell (needed on Windows, for .cmd files) would split words at spaces.
    const word = (text: string): string => (options.shell === true ? `"${text}"` : text);
    const child = spawn(word(program), programArguments.map(word), {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let everything = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      everything += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      everything += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
        return;
      }
      const command = [program, ...programArguments].join(' ');
      const how =
        code === null ? `was ended by ${String(signal)}` : `failed with exit code ${code}`;
      reject(new Error(`${command} ${how}:\n${everything.trim()}`));
    });
  });
}

/** Runs npm in the same way. */
export async function npm(
  npmArguments: readonly string[],
  options: { readonly cwd: string },
): Promise<string> {
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', npmArguments, { ...options, shell: windows });
}
