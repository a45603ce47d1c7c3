/** Something that is loaded and made when it is first used, and then stays until it is disposed. */
export class OnFirstUse<T extends { dispose(): void }> {
  private making: Promise<T> | undefined;
  private made: T | undefined;
  private disposed = false;

  constructor(private readonly make: () => Promise<T>) {}

  /** Makes it, once; where that failed, the next use tries again. */
  get(): Promise<T> {
    this.making ??= this.make().then(
      (made) => {
        this.made = made;
        if (this.disposed) made.dispose();
        return made;
      },
      (error: unknown) => {
        this.making = undefined;
        throw error;
      },
    );
    return this.making;
  }

  /** It, where it has been made already. */
  get ifMade(): T | undefined {
    return this.made;
  }

  dispose(): void {
    this.disposed = true;
    this.made?.dispose();
  }
}
