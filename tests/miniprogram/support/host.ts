/** What both hosts do: run the app, and open a page on the screen. */
import type { EnterOptions } from './session.ts';
import type { ViewRoot } from './view.ts';

export interface OpenPage {
  readonly route: string;
  readonly root: ViewRoot;
  /** What the package's code has of it, in getCurrentPages. */
  readonly instance: object;
  show(): void;
  hide(): void;
  /** A method of the page, if it has it. */
  call(method: string, value?: unknown): unknown;
  close(): void;
}

export interface Host {
  /** Runs the package's code; no page is open yet. */
  start(): void;
  app(event: 'onLaunch' | 'onShow' | 'onHide', options?: EnterOptions): void;
  open(route: string, query: Record<string, string>): OpenPage;
  stop(): void;
}
