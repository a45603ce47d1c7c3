/** Does one thing after the other. */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Whether nothing is under way or waiting. */
  get isIdle(): boolean {
    return this.waiting === 0;
  }

  /** Runs `task` when all before it have ended; its failure is for the caller alone. */
  run<T>(task: () => Promise<T>): Promise<T> {
    this.waiting++;
    const done = this.last.then(task).finally(() => {
      this.waiting--;
    });
    this.last = done.catch(() => undefined);
    return done;
  }
}
