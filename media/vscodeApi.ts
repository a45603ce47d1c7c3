import type { MessageToExtension } from '../src/inspector/protocol';
import type { ViewState } from './viewState';

export interface WebviewHost {
  postMessage(message: MessageToExtension): void;
  getState(): unknown;
  setState(state: ViewState): void;
}

declare global {
  /** Given by VS Code; may be called once. */
  function acquireVsCodeApi(): WebviewHost;
}
