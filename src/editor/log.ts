/** Something that went wrong, as the log has it. */
export interface Problem {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: 'warning' | 'error';
  readonly text: string;
}

/** What is needed of the editor's `LogOutputChannel`. */
export interface LogChannel extends Record<'trace' | 'debug' | 'info' | 'warn' | 'error', Write> {
  readonly logLevel: number;
  show(preserveFocus: boolean): void;
  dispose(): void;
}

type Write = (text: string) => void;

/** How many problems are remembered for a report. */
const MOST_PROBLEMS = 20;
/** `vscode.LogLevel.Trace`, for code that is tested without the editor. */
const TRACE = 1;
/** Shorter texts are no secrets, and may stand anywhere. */
const SHORTEST_SECRET = 6;

/**
 * Inkling's log, an output channel whose level the person sets. What belongs where:
 *
 * - trace: all that was sent and came back, the person's code included
 * - debug: each request and how it ended, in figures
 * - info: what happens a few times in a session, such as which backend answers
 * - warn: what failed for reasons outside: the server, the network, a setting
 * - error: what must not happen
 *
 * Secrets are blanked at every level.
 */
export class Log {
  private readonly secrets = new Set<string>();
  private readonly remembered: Problem[] = [];

  constructor(
    private readonly channel: LogChannel,
    private readonly now: () => number = Date.now,
  ) {}

  /** The last problems, the oldest first. */
  get problems(): readonly Problem[] {
    return this.remembered;
  }

  /** From now on `secret` is written nowhere. */
  hide(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.secrets.add(secret);
  }

  /** @param text makes the text, which may be long and is seldom wanted */
  trace(text: () => string): void {
    if (this.channel.logLevel === TRACE) this.channel.trace(this.withoutSecrets(text()));
  }

  debug(text: string): void {
    this.channel.debug(this.withoutSecrets(text));
  }

  info(text: string): void {
    this.channel.info(this.withoutSecrets(text));
  }

  warn(text: string, error?: unknown): void {
    this.channel.warn(this.remember('warning', text, error));
  }

  error(text: string, error?: unknown): void {
    this.channel.error(this.remember('error', text, error));
  }

  /** Opens the log for the person. */
  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }

  private remember(level: Problem['level'], text: string, error: unknown): string {
    const whole = this.withoutSecrets(error === undefined ? text : `${text}: ${described(error)}`);
    this.remembered.push({ time: this.now(), level, text: whole });
    if (this.remembered.length > MOST_PROBLEMS) this.remembered.shift();
    return whole;
  }

  private withoutSecrets(text: string): string {
    let clean = text;
    for (const secret of this.secrets) clean = clean.replaceAll(secret, '•••');
    return clean;
  }
}

/** With the stack, which says where in Inkling it happened. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}
