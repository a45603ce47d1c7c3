/** What others wait for until a test lets them go on. */
export class Gate {
  /** Fulfilled when it is open. */
  readonly opened: Promise<void>;
  private letThrough: () => void = () => undefined;

  constructor() {
    this.opened = new Promise((resolve) => {
      this.letThrough = resolve;
    });
  }

  open(): void {
    this.letThrough();
  }
}
