import type { MessageToExtension, Page } from '../src/inspector/protocol';

/** What the page remembers while it is hidden, and over a reload. */
export interface ViewState {
  readonly page: Page;
  readonly selected: number | undefined;
  readonly token: number;
  readonly tab: DetailTab;
  readonly search: string;
  readonly filter: string;
}

export const DETAIL_TABS = ['tokens', 'branches', 'prompt'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

export interface WebviewHost {
  postMessage(message: MessageToExtension): void;
  getState(): ViewState | undefined;
  setState(state: ViewState): void;
}

declare global {
  /** Given by VS Code; may be called once. */
  function acquireVsCodeApi(): WebviewHost;
}
