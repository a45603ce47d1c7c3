import { setTimeout as sleep } from 'node:timers/promises';

/** How long a condition may take to come true, in milliseconds: generous, machines are busy. */
const defaultTimeout = 30_000;

/**
 * Asks `probe` again and again until it answers something else than undefined or false, and returns
 * that answer.
 *
 * @throws Error that names the condition, and what `probe` threw last if it did, after `timeout`
 *   milliseconds.
 */
export async function waitUntil<Answer>(
  condition: string,
  probe: () => Promise<Answer | undefined | false> | Answer | undefined | false,
  timeout = defaultTimeout,
): Promise<Answer> {
  const end = Date.now() + timeout;
  let problem: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) break;
    await sleep(50);
  }
  throw new Error(`Waited ${timeout / 1000} s in vain until ${condition}.`, { cause: problem });
}
