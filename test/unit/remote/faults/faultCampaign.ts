import assert from 'node:assert/strict';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { type FaultCase, faultCase } from './faultCase';
import { runCase } from './faultRun';
import { FaultServer } from './faultServer';

/** How many cases run at the same time. */
const AT_ONCE = 8;

/** What may stay open in a process of its own accord. */
const TRANSIENT = new Set(['FSReqCallback', 'FSReqPromise', 'PipeWrap', 'TTYWrap', 'Immediate']);

export interface Campaign {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

export interface CampaignReport {
  /** How many cases there were of each fault. */
  readonly cases: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/**
 * Runs cases of faults against a server on loopback. After the last one nothing may be open: no
 * connection, no timer; and no rejection may have gone unhandled.
 */
export async function runCampaign({ seed, first, count }: Campaign): Promise<CampaignReport> {
  // Mocha starts the timer of a test only after the test has first waited for something.
  await nextTurn();
  const before = openResources();
  const failures: string[] = [];
  const onRejection = (reason: unknown) => {
    failures.push(`A rejection was not handled: ${describeError(reason)}`);
  };
  process.on('unhandledRejection', onRejection);
  const server = await FaultServer.start();
  const cases: Record<string, number> = {};
  let next = first;
  const work = async () => {
    while (next < first + count) {
      const fault = faultCase(seed, next++);
      cases[fault.fault] = (cases[fault.fault] ?? 0) + 1;
      try {
        await runCase(fault, server);
      } catch (error) {
        failures.push(`${nameOf(fault)}: ${describeError(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const closed = await comesTrue(() => server.openConnections === 0);
  if (!closed) failures.push(`${server.openConnections} connections stayed open.`);
  await server.close();
  const freed = await comesTrue(() => leftOpen(before).length === 0);
  if (!freed) failures.push(`Stayed open: ${leftOpen(before).join()}`);
  process.off('unhandledRejection', onRejection);
  return { cases, failures };
}

/** How to run the case again by itself. */
function nameOf({ seed, number, fault, caller }: FaultCase): string {
  const what = [fault, ...Object.entries(caller).map(([key, value]) => `${key} ${value}`)];
  return `npm run bench -- faults ${seed} 1 ${number} (${what.join(', ')})`;
}

function describeError(error: unknown): string {
  if (error instanceof assert.AssertionError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What keeps the process alive now, each kind with how many there are of it. */
function openResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!TRANSIENT.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function leftOpen(before: ReadonlyMap<string, number>): string[] {
  return [...openResources()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${count} ${kind}`);
}

/** Waits for it in small steps, which are over when it is asked. */
async function comesTrue(condition: () => boolean): Promise<boolean> {
  for (let step = 0; step < 200; step++) {
    if (condition()) return true;
    await wait(25);
  }
  return condition();
}
