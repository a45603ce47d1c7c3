import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnBattery, macBattery, windowsBattery } from '../../../src/editor/powerSource';

type Supply = Readonly<Record<string, string>>;

const BATTERY = { type: 'Battery', scope: 'System' };
const MAINS = { type: 'Mains' };
const MOUSE = { type: 'Battery', scope: 'Device', status: 'Discharging' };

describe('Whether a machine runs on its battery', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-power-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What Linux would tell with these in /sys/class/power_supply. */
  async function supplied(...supplies: readonly Supply[]): Promise<boolean | undefined> {
    for (const [index, supply] of supplies.entries()) {
      await mkdir(join(folder, `supply${index}`));
      for (const [file, text] of Object.entries(supply)) {
        await writeFile(join(folder, `supply${index}`, file), `${text}\n`);
      }
    }
    return isOnBattery('linux', folder);
  }

  it('is so on Linux while a battery discharges and no mains is online', async () => {
    const battery = { ...BATTERY, status: 'Discharging' };
    assert.equal(await supplied(battery, { ...MAINS, online: '0' }), true);
  });

  it('is not so on Linux when it is plugged in, though the battery may discharge', async () => {
    const battery = { ...BATTERY, status: 'Discharging' };
    assert.equal(await supplied(battery, { type: 'USB', online: '1' }), false);
  });

  it('is not so on Linux while the battery is charged', async () => {
    assert.equal(await supplied({ ...BATTERY, status: 'Charging' }), false);
  });

  it('is not told by the battery of a mouse, nor by a machine that has none', async () => {
    assert.equal(await supplied(MOUSE, { ...MAINS, online: '1' }), undefined);
    assert.equal(await isOnBattery('linux', join(folder, 'nothing')), undefined);
    assert.equal(await isOnBattery('aix', folder), undefined);
  });

  it('is told by pmset on macOS', () => {
    const battery = "Now drawing from 'Battery Power'\n -InternalBattery-0\t95%; discharging;\n";
    assert.equal(macBattery(battery), true);
    assert.equal(macBattery("Now drawing from 'AC Power'\n"), false);
    assert.equal(macBattery(''), undefined);
  });

  it('is told by the BatteryStatus on Windows', () => {
    assert.equal(windowsBattery('1\r\n'), true);
    assert.equal(windowsBattery('2\r\n'), false);
    // Low and critical; the same while it is charged are 8 and 9.
    assert.deepEqual(['4', '5', '8', '9', '11'].map(windowsBattery), [
      ...[true, true, false, false, false],
    ]);
    assert.equal(windowsBattery('\r\n'), undefined);
  });
});
