/** What asking needs of the world: a host gives it, tests bring their own, and play hours in milliseconds. */

/** What a request consists of, as `fetch` takes it. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly cache?: 'no-store' | 'no-cache';
  readonly referrerPolicy?: 'no-referrer';
}

export interface ReceivedHeaders {
  /** Names in any case; null where there is none. */
  get(name: string): string | null;
}

/** What came back, as `fetch` gives it. */
export interface Received {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: ReceivedHeaders;
  arrayBuffer(): Promise<ArrayBuffer>;
  json(): Promise<unknown>;
}

export interface AskingParts {
  /** Milliseconds as Date.now gives them: of a clock that may be wrong, and right again. */
  wallMs(): number;
  /** Milliseconds that only go forward while this page lives. */
  steadyMs(): number;
  /** In [0, 1). */
  random(): number;
  /** Rejects when nothing came back. `gaveUp` resolves when nobody waits for it any more. */
  fetch(path: string, sent: Sent, gaveUp: Promise<unknown>): Promise<Received>;
  /** Calls `run` once after so long; the answer undoes it. */
  after(ms: number, run: () => void): () => void;
  hidden(): boolean;
  /** Calls `run` whenever the page is seen again; the answer undoes it. */
  onVisible(run: () => void): () => void;
  /** False when this device itself says that it has no network: then no request leaves it. */
  online(): boolean;
  onOnline(run: () => void): () => void;
  onOffline(run: () => void): () => void;
  /** What was kept over a reload, or null. */
  kept(): string | null;
  keep(text: string): void;
}
