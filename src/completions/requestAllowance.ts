/** One limit that a server has told of, as it stands now. */
export interface LimitState {
  readonly of: 'requests' | 'tokens';
  /** The server's word for its span, such as `minute` or `day`; undefined where it has none. */
  readonly period: string | undefined;
  /** How many the span allows. */
  readonly limit: number;
  /** How many of them are left, what is under way counted as spent. */
  readonly remaining: number;
  /** How long until all of them are there again, in milliseconds. */
  readonly reset: number;
}

/** How freely a model may be asked just now, by what its server has told or shown of its limits. */
export interface RequestAllowance {
  /** How long the next automatic request should wait, in milliseconds: 0 when it may go now. */
  readonly wait: number;
  /** How many requests may still go before one has to wait; Infinity where no limit is known. */
  readonly requests: number;
  /** How long until one more may go than now, in milliseconds; left out where no limit is known. */
  readonly more?: number;
  /** Whether requests cost no one anything: none need be saved. */
  readonly free?: boolean;
  /** What the server has told of its limits; left out where it has told nothing. */
  readonly limits?: readonly LimitState[];
}

/** Of a backend of which no limit is known. */
export const UNLIMITED: RequestAllowance = { wait: 0, requests: Infinity };

/** Of a backend that may be asked as often as anyone likes. */
export const FREE: RequestAllowance = { ...UNLIMITED, free: true };
