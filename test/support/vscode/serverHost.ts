import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostLogs } from './hostLogs';
import type { Installation } from './installation';
import { ProcessTree } from './processTree';

/** How long the server may take to listen, in milliseconds: seconds when idle, more when busy. */
const startTimeout = 60_000;

export interface ServerHostOptions {
  readonly installation: Installation;
  /** Where the installed extensions lie. */
  readonly extensionsFolder: string;
  /** What the user's settings.json holds. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * What the server's own settings.json holds: the one place from which an extension on a server
   * takes settings of the scope "machine".
   */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Added to this process's environment; the extension host inherits it. */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * Whether a workbench may be told to load an extension in development and its tests. It then
   * pops up no notifications.
   */
  readonly development?: boolean;
  /** Whether a workspace has to be trusted: without it, each is. */
  readonly workspaceTrust?: boolean;
  /** Whether the workbench may ask a marketplace for extensions. */
  readonly marketplace?: boolean;
}

/** One thing the workbench's address asks it to do, such as `['openFile', uri]`. */
export type PayloadEntry = readonly [key: string, value: string];

export interface ServerHost {
  /** The address of a workbench with a folder, or a `.code-workspace` file, of this machine open. */
  url(opened: string, payload?: readonly PayloadEntry[]): string;
  /** The address by which a payload names a file of this machine. */
  remoteUri(path: string): string;
  readonly logs: HostLogs;
  /** Resolves with the reason when the server ends without having been told to. */
  readonly ended: Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Starts VS Code's server on loopback and a free port, with a data folder of its own that is
 * deleted in the end.
 *
 * @throws Error with the server's output when it does not come up.
 */
export async function startServerHost(options: ServerHostOptions): Promise<ServerHost> {
  const { installation } = options;
  // Short, since sockets lie in it and their paths may have about 100 characters.
  const temporary = await mkdtemp(join(tmpdir(), 'inkling-'));
  const data = join(temporary, 'data');
  await writeSettings(join(data, 'User'), options.settings);
  await writeSettings(join(data, 'Machine'), options.machineSettings);

  const server = new ProcessTree(
    installation.node,
    [
      ...['--require', join(__dirname, 'endWithParent.js')],
      join(installation.server, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--server-data-dir', temporary, '--extensions-dir', options.extensionsFolder],
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      ...(options.development === true ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      cwd: installation.server,
      env: {
        ...process.env,
        TMPDIR: temporary,
        ...(options.marketplace === true ? {} : { EXTENSIONS_GALLERY: '{}' }),
        ...options.environment,
      },
    },
  );
  const removeAtExit = (): void => {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', removeAtExit);
  const dispose = async (): Promise<void> => {
    await server.dispose();
    process.off('exit', removeAtExit);
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await listeningPort(server);
    const authority = `127.0.0.1:${port}`;
    return {
      url: (opened, payload = []) => {
        const kind = opened.endsWith('.code-workspace') ? 'workspace' : 'folder';
        const query = new URLSearchParams({ [kind]: opened, payload: JSON.stringify(payload) });
        // Paths are easier to read unescaped, and may be so in a query.
        return `http://${authority}/?${query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
      },
      remoteUri: (path) => `vscode-remote://${authority}${encodeURI(path)}`,
      logs: new HostLogs(join(data, 'logs')),
      ended: new Promise((resolve) => {
        server.onEnd(resolve);
      }),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function writeSettings(
  folder: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
}

async function listeningPort(server: ProcessTree): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string): void => {
      reject(new Error(`VS Code's server did not start: ${why}.\n${output}`));
    };
    const timer = setTimeout(() => {
      fail(`nothing listened within ${startTimeout / 1000} s`);
    }, startTimeout);
    server.onOutput((text) => {
      output += text;
      const port = /^Web UI available at \S+:(\d+)/m.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    server.onEnd((why) => {
      clearTimeout(timer);
      fail(why);
    });
  });
}
