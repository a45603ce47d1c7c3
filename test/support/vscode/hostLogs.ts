import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The log files that a running VS Code writes. */
export class HostLogs {
  constructor(readonly folder: string) {}

  /** What the extension host logged: exceptions of extensions, above all. */
  async extensionHost(): Promise<string> {
    return this.#read((file) => /^(remote)?exthost\.log$/.test(basename(file)));
  }

  /** What an extension logged into its own output channels. */
  async extension(id: string): Promise<string> {
    const folder = new RegExp(`[\\\\/](${id.replace('.', '\\.')}|output_logging_\\w+)[\\\\/]`);
    return this.#read((file) => folder.test(file));
  }

  /** Copies all of it, for a look after the run. */
  async keep(target: string): Promise<void> {
    await cp(this.folder, target, { recursive: true, force: true });
  }

  async #read(wanted: (file: string) => boolean): Promise<string> {
    const files = await readdir(this.folder, { recursive: true }).catch(() => []);
    const logs = files.filter((file) => file.endsWith('.log') && wanted(file)).sort();
    const texts = await Promise.all(
      logs.map(async (log) => readFile(join(this.folder, log), 'utf8')),
    );
    return texts.join('');
  }
}

/** The entries of a log that report an error, with their stack traces. */
export function errorsIn(log: string): string {
  const entries = log.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \[)/m);
  return entries.filter((entry) => /^\S+ \S+ \[(error|critical)\]/.test(entry)).join('');
}
