import { CompletionsServer, type CompletionsServerOptions } from '../support/completionsServer';

/** Has a test server answer in the enclosing `describe`, from before its tests until after them. */
export function useServer(options: CompletionsServerOptions): () => CompletionsServer {
  let server: CompletionsServer | undefined;

  before(async () => {
    server = await CompletionsServer.start(options);
  });

  after(() => server?.close());

  return () => {
    if (!server) throw new Error('The server has not started.');
    return server;
  };
}
