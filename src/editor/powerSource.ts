import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A question to the system is given up after so long, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Whether this machine runs on its battery; undefined where nothing tells. VS Code has no word on it
 * for extensions, so the system is asked, in the way that each documents:
 *
 * - Linux: the kernel's `/sys/class/power_supply` (Documentation/ABI/testing/sysfs-class-power);
 * - macOS: `pmset -g batt`, whose first line names the source that is drawn from;
 * - Windows: the class `Win32_Battery`, whose BatteryStatus is 1 while it discharges, 4 when it is then
 *   low and 5 when it is critical.
 */
export async function isOnBattery(
  platform: NodeJS.Platform,
  supplies = '/sys/class/power_supply',
): Promise<boolean | undefined> {
  try {
    if (platform === 'linux') return await linuxBattery(supplies);
    if (platform === 'darwin') return macBattery(await output('/usr/bin/pmset', ['-g', 'batt']));
    if (platform === 'win32')
      return windowsBattery(await output('powershell.exe', WINDOWS_QUESTION));
  } catch {
    // No such folder, no such program: a machine that has nothing to tell.
  }
  return undefined;
}

const WINDOWS_QUESTION = [
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  '(Get-CimInstance Win32_Battery).BatteryStatus',
];

async function output(program: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await run(program, parameters, { timeout: PATIENCE, windowsHide: true });
  return stdout;
}

/** On battery where a battery of the machine, not of a mouse, discharges and no mains is online. */
async function linuxBattery(folder: string): Promise<boolean | undefined> {
  const supplies = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const read = (file: string) => firstLine(join(folder, name, file));
      const [type, online, status, scope] = await Promise.all(
        ['type', 'online', 'status', 'scope'].map(read),
      );
      return { type, online, status, scope };
    }),
  );
  const ours = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = ours.filter(({ type }) => type === 'Battery');
  if (batteries.length === 0) return undefined;
  const isPlugged = ours.some(({ type, online }) => type !== 'Battery' && online === '1');
  return !isPlugged && batteries.some(({ status }) => status === 'Discharging');
}

async function firstLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}

/** By the answer of `pmset -g batt`, such as “Now drawing from 'Battery Power'”. */
export function macBattery(answer: string): boolean | undefined {
  const source = /Now drawing from '(.*?)'/.exec(answer)?.[1];
  return source === undefined ? undefined : source === 'Battery Power';
}

/** By the BatteryStatus of each battery, a line each. */
export function windowsBattery(answer: string): boolean | undefined {
  const states = answer.split(/\s+/).filter((state) => state !== '');
  return states.length === 0 ? undefined : states.some((state) => /^[145]$/.test(state));
}
