import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Where the server listens if nothing else is said. */
const DEFAULT_PORT = 8484;

/** What `npm run serve` was asked for. */
export interface ServeOptions {
  /** An absolute path. */
  readonly workspace: string;
  readonly port: number;
  readonly apiKey: string | undefined;
  readonly requestsPerMinute: number | undefined;
}

export const SERVE_USAGE = `Usage: npm run serve [-- OPTION...]

  --workspace DIR            the folder to learn from (where you are)
  --port N                   the port on 127.0.0.1 (${DEFAULT_PORT}; 0 for any that is free)
  --key KEY                  the API key that clients have to send (none); better in the
                             environment variable INKLING_SERVE_KEY, where nobody else reads it
  --requests-per-minute N    refuse more requests than that, to try out clients (no limit)
  --help                     this text`;

/**
 * @param args the command line, without the program
 * @returns undefined where help is asked for
 * @throws Error that says what is wrong with the command line
 */
export function readServeOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServeOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workspace: { type: 'string' },
      port: { type: 'string' },
      key: { type: 'string' },
      'requests-per-minute': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const apiKey = values.key ?? environment['INKLING_SERVE_KEY'];
  return {
    // npm runs scripts where package.json is, and says where it was called.
    workspace: resolve(environment['INIT_CWD'] ?? '', values.workspace ?? ''),
    port: wholeNumber('--port', values.port, 0, 65_535) ?? DEFAULT_PORT,
    apiKey: apiKey === '' ? undefined : apiKey,
    requestsPerMinute: wholeNumber(
      '--requests-per-minute',
      values['requests-per-minute'],
      1,
      1_000_000,
    ),
  };
}

function wholeNumber(
  option: string,
  text: string | undefined,
  lowest: number,
  highest: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
  throw new Error(`${option} is ${text}, but must be a whole number from ${lowest} to ${highest}.`);
}
