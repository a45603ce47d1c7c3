import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Corpus } from './local/corpus';
import { EMBEDDED_MODEL } from './local/embeddedModel';
import { Engine } from './local/engine';
import { IndexingThreads } from './local/indexing/indexingThreads';
import { CompletionsHttpServer } from './local/server/completionsHttpServer';
import { readServeOptions, SERVE_USAGE, type ServeOptions } from './local/server/serveOptions';
import { Slices } from './local/slices';
import { WorkspaceReader } from './local/workspace/workspaceReader';
import { isSecretFile } from './prompt/secretFiles';

/**
 * `npm run serve`: the embedded engine of a workspace as an HTTP server. The composition root of this
 * program, as extension.ts is of the extension. The engine runs in this thread, so that it writes no
 * faster than the clients read; much text is read and sorted in threads, the rest in slices between the
 * answers.
 */
async function serve(options: ServeOptions): Promise<void> {
  const { workspace, apiKey } = options;
  // Says so at once if there is no such folder.
  await readdir(workspace);
  const stopped = new AbortController();
  const engine: Engine = new Engine(() => corpus.model);
  const corpus: Corpus = new Corpus(new Slices(() => engine.busy), () => engine.busy);
  const startThreads = () => new IndexingThreads(join(__dirname, 'serveThread.js'));
  const reader = new WorkspaceReader(corpus, isSecretFile, { startThreads });
  const learned = { status: 'learning', files: 0, lexemes: 0 };
  const server = await CompletionsHttpServer.listen({
    ...{ engine, port: options.port, apiKey, requestsPerMinute: options.requestsPerMinute },
    health: () => ({ ...learned, model: corpus.model.fingerprint }),
  });
  stopOnSignals(server, stopped, () => {
    corpus.dispose();
  });
  console.log(`${greeting(server.url, apiKey)}\n\nLearning from ${workspace} …`);
  const began = performance.now();
  const folder = { path: workspace, exclude: [] };
  const { files, lexemes } = await reader.readFolders([folder], { signal: stopped.signal });
  Object.assign(learned, { files, lexemes });
  if (stopped.signal.aborted) return;
  learned.status = 'ok';
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`Learned from ${learned.files} files, ${learned.lexemes} lexemes, in ${seconds} s.`);
}

/** How to use the server, in lines that can be copied. */
function greeting(url: string, apiKey: string | undefined): string {
  const key = apiKey === undefined ? '' : ` -H "Authorization: Bearer $INKLING_SERVE_KEY"`;
  const body = JSON.stringify({ model: EMBEDDED_MODEL.id, prompt: 'export function ' });
  return `Inkling serves its embedded engine at ${url}

  curl ${url}/v1/completions -H 'Content-Type: application/json'${key} \\
    -d '${body}'

In the extension's settings: "inkling.backend": "remote", "inkling.endpoint": "${url}",
"inkling.model": "${EMBEDDED_MODEL.id}". Ctrl+C stops it.`;
}

/** The first signal lets answers under way end, the second one does not wait for them. */
function stopOnSignals(
  server: CompletionsHttpServer,
  stopped: AbortController,
  ended: () => void,
): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopped.signal.aborted) process.exit(130);
      stopped.abort();
      ended();
      void server.close().then(() => {
        console.log('Stopped.');
      });
    });
  }
}

/** What went wrong at the start, in a sentence. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inUse = 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? `${error.message}. Choose another port with --port, or 0 for any.` : error.message;
}

async function main(): Promise<void> {
  const options = readServeOptions(process.argv.slice(2), process.env);
  if (options) await serve(options);
  else console.log(SERVE_USAGE);
}

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exit(1);
});
