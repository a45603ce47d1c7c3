import type { Clock } from '../../../src/inline/clock';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

/** A clock whose hours pass in seconds: its time goes from one timer to the next. */
export class VirtualClock implements Clock {
  private time = 0;
  private made = 0;
  /** A binary heap, the next to ring first. */
  private readonly timers: Timer[] = [];

  private readonly outside = new Set<Promise<unknown>>();

  /** Something that takes real time, in which this clock stands still. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.outside.add(work);
    try {
      return await work;
    } finally {
      this.outside.delete(work);
    }
  }

  now(): number {
    return this.time;
  }

  /** Calls `ring` at `at`, or never if that has passed by then. */
  at(at: number, ring: () => void): void {
    this.push({ at: Math.max(at, this.time), order: this.made++, ring });
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
      this.at(this.time + milliseconds, done);
    });
  }

  /** Lets time pass until `until`, and all that is to happen by then. */
  async runUntil(until: number): Promise<void> {
    await this.settled();
    for (let next = this.timers[0]; next && next.at <= until; next = this.timers[0]) {
      this.time = next.at;
      // All that is due at one moment, before anyone reacts to it.
      for (let due = this.timers[0]; due?.at === this.time; due = this.timers[0]) this.pop().ring();
      await this.settled();
    }
    this.time = until;
  }

  /** Until every promise that can be settled without time passing is settled. */
  private async settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.outside.size > 0) {
      await Promise.allSettled(this.outside);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private push(timer: Timer): void {
    const { timers } = this;
    let at = timers.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isEarlier(timers[at], timers[parent])) return;
      swap(timers, at, parent);
      at = parent;
    }
  }

  private pop(): Timer {
    const { timers } = this;
    swap(timers, 0, timers.length - 1);
    const first = timers.pop();
    if (!first) throw new Error('There is no timer.');
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (isEarlier(timers[child], timers[least])) least = child;
      }
      if (least === at) return first;
      swap(timers, at, least);
      at = least;
    }
  }
}

function isEarlier(one: Timer | undefined, other: Timer | undefined): boolean {
  if (!one || !other) return false;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function swap(timers: Timer[], one: number, other: number): void {
  const [first, second] = [timers[one], timers[other]];
  if (first && second) [timers[one], timers[other]] = [second, first];
}
