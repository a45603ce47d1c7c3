import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { run } from '../run';
import type { Installation } from './installation';

/** A browser to drive, and the environment that it needs to start. */
export interface Chromium {
  readonly executable: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Where browsers of the Chromium family lie when a person has installed one. */
const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Finds the machine's own browser, or else unpacks the one that the npm package
 * `@sparticuz/chromium` carries (Linux, x64).
 *
 * @throws Error when there is neither.
 */
export async function findChromium(installation: Installation): Promise<Chromium> {
  const own = usualPlaces[process.platform]?.find((place) => existsSync(place));
  if (own !== undefined) return { executable: own, environment: process.env };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser to run VS Code in: install Chrome or Chromium.');
  }
  const folder = await unpack(join(installation.modules, '@sparticuz', 'chromium', 'bin'));
  return { executable: join(folder, 'chromium'), environment: environmentFor(folder) };
}

/**
 * Unpacks the package's archives ourselves: its own code wants a newer Node than this process may
 * run on, and leaves them in the machine's temporary folder for whoever comes next.
 */
async function unpack(archives: string): Promise<string> {
  const target = join(dirname(archives), 'unpacked');
  if (existsSync(target)) return target;
  const staging = await mkdtemp(`${target}-`);
  const executable = join(staging, 'chromium');
  await inflate(join(archives, 'chromium.br'), executable);
  await chmod(executable, 0o755);
  // Libraries of Amazon Linux 2023, software graphics, fonts.
  for (const name of ['al2023', 'swiftshader', 'fonts']) {
    const tar = join(staging, `${name}.tar`);
    await inflate(join(archives, `${name}.tar.br`), tar);
    await run('tar', ['-xf', tar, '-C', staging]);
    await rm(tar);
  }
  // The package's own fonts.conf names folders of AWS Lambda.
  await mkdir(join(staging, 'fontconfig'));
  await writeFile(
    join(staging, 'fontconfig', 'fonts.conf'),
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>' +
      `<dir>${join(target, 'fonts')}</dir><cachedir>${join(target, 'fonts-cache')}</cachedir>` +
      '</fontconfig>\n',
  );
  await rename(staging, target);
  return target;
}

async function inflate(archive: string, file: string): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(file));
}

/** A bare machine lacks NSS or fonts; the package brings both along. */
function environmentFor(folder: string): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  if (!starts(join(folder, 'chromium'), environment)) {
    const inherited = environment['LD_LIBRARY_PATH'];
    environment['LD_LIBRARY_PATH'] = [join(folder, 'lib'), ...(inherited ? [inherited] : [])].join(
      ':',
    );
  }
  if (!existsSync('/etc/fonts/fonts.conf')) {
    environment['FONTCONFIG_PATH'] = join(folder, 'fontconfig');
  }
  return environment;
}

function starts(executable: string, environment: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync(executable, ['--version'], { env: environment, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
