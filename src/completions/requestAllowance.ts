/** How freely a model may be asked just now, by what its server has told or shown of its limits. */
export interface RequestAllowance {
  /** How long the next automatic request should wait, in milliseconds: 0 when it may go now. */
  readonly wait: number;
  /** How many requests may still go before one has to wait; Infinity where no limit is known. */
  readonly requests: number;
}

/** Of a backend that may be asked as often as anyone likes. */
export const UNLIMITED: RequestAllowance = { wait: 0, requests: Infinity };
