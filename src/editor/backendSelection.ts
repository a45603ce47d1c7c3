import { isDeepStrictEqual } from 'node:util';
import type * as vscode from 'vscode';
import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import type { RequestAllowance } from '../completions/requestAllowance';
import type { WrittenRequest } from '../completions/writtenRequest';
import type { ApiKey } from './apiKey';
import type { ServerSettings, Settings } from './settings';

export type BackendKind = 'remote' | 'embedded';

/** A connection to a server, to be given up when the settings name another. */
export type RemoteConnection = CompletionBackend & {
  /** How a request is put to the server. Throws a CompletionError for what it does not take. */
  written(request: CompletionRequest): WrittenRequest;
  /** Sees to it that a connection is there before it is needed. Fails silently. */
  warmUp(): void;
  dispose(): void;
};

/** Makes the connection to the server that the settings describe. */
export type Connect = (
  server: ServerSettings,
  apiKey: () => Promise<string | undefined>,
) => Promise<RemoteConnection>;

/** The backend that settings and key call for, looked up anew for each request. */
export class BackendSelection implements CompletionBackend, vscode.Disposable {
  private remote:
    { readonly server: ServerSettings; readonly connection: Promise<RemoteConnection> } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly apiKey: ApiKey,
    private readonly embedded: CompletionBackend,
    private readonly connect: Connect,
  ) {}

  /** Which backend would answer now. */
  async kind(): Promise<BackendKind> {
    const { backend, endpoint } = this.settings;
    if (backend !== 'automatic') return backend;
    return (await this.apiKey.get(endpoint)) === undefined ? 'embedded' : 'remote';
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    yield* (await this.current()).complete(request, signal);
  }

  async models(signal: AbortSignal): Promise<ModelInfo[]> {
    return (await this.current()).models(signal);
  }

  /** The models of the server, also while the embedded engine answers. */
  async serverModels(signal: AbortSignal): Promise<ModelInfo[]> {
    return (await this.connection()).models(signal);
  }

  async capabilities(model?: string): Promise<BackendCapabilities> {
    return (await this.current()).capabilities(model);
  }

  async allowance(model: string): Promise<RequestAllowance> {
    return (await this.current()).allowance(model);
  }

  /**
   * How `request` is put to the server of the settings, whoever answers now.
   *
   * @throws CompletionError for what it does not take
   */
  async written(request: CompletionRequest): Promise<WrittenRequest> {
    return (await this.connection()).written(request);
  }

  /** Sees to it that a connection is there before it is needed, where a server answers. */
  async warmUp(): Promise<void> {
    if ((await this.kind()) === 'remote') (await this.connection()).warmUp();
  }

  dispose(): void {
    this.disconnect();
  }

  private async current(): Promise<CompletionBackend> {
    return (await this.kind()) === 'embedded' ? this.embedded : this.connection();
  }

  private connection(): Promise<RemoteConnection> {
    const { server } = this.settings;
    if (!this.remote || !isDeepStrictEqual(this.remote.server, server)) {
      this.disconnect();
      const connection = this.connect(server, () => this.apiKey.get(server.endpoint));
      this.remote = { server, connection };
    }
    return this.remote.connection;
  }

  private disconnect(): void {
    void this.remote?.connection.then((connection) => {
      connection.dispose();
    });
    this.remote = undefined;
  }
}
