/** What asking needs of the world: tests bring their own, and play hours in milliseconds. */

export interface AskingParts {
  /** Milliseconds as Date.now gives them: of a clock that may be wrong, and right again. */
  wallMs(): number;
  /** Milliseconds that only go forward while this page lives. */
  steadyMs(): number;
  /** In [0, 1). */
  random(): number;
  fetch(path: string, init: RequestInit): Promise<Response>;
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

const kStorageKey = 'citycode-asking';

/** What a page has and a worker has not. This package knows no page (its types are those of a worker): where there is none, nothing is hidden. */
const page = globalThis as {
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly window?: EventTarget;
  readonly localStorage?: { getItem(key: string): string | null; setItem(key: string, text: string): void };
};

export const isHidden = (): boolean => page.document?.visibilityState === 'hidden';

function listen(target: EventTarget | undefined, type: string, run: () => void): () => void {
  target?.addEventListener(type, run);
  return () => target?.removeEventListener(type, run);
}

/** Calls `run` whenever nobody sees the page any more: the last moment in which a page that is left, or a phone that is locked, can do something. */
export const onHidden = (run: () => void): (() => void) => listen(page.document, 'visibilitychange', () => { if (isHidden()) run(); });

export const pageParts: AskingParts = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  random: () => Math.random(),
  fetch: (path, init) => fetch(path, init),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  hidden: isHidden,
  onVisible: (run) => {
    const look = (): void => { if (!isHidden()) run(); };
    const ends = [listen(page.document, 'visibilitychange', look), listen(page.window, 'pageshow', look)];
    return () => { for (const end of ends) end(); };
  },
  online: () => globalThis.navigator?.onLine !== false,
  onOnline: (run) => listen(page.window, 'online', run),
  onOffline: (run) => listen(page.window, 'offline', run),
  kept: () => {
    try {
      return page.localStorage?.getItem(kStorageKey) ?? null;
    } catch {
      return null;   // storage refused: then a reload begins anew
    }
  },
  keep: (text) => {
    try {
      page.localStorage?.setItem(kStorageKey, text);
    } catch {
      // As above.
    }
  },
};
