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

const STORAGE_KEY = 'citycode-asking';

export const isHidden = (): boolean => typeof document !== 'undefined' && document.visibilityState === 'hidden';

function listen(target: EventTarget | undefined, type: string, run: () => void): () => void {
  target?.addEventListener(type, run);
  return () => target?.removeEventListener(type, run);
}

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
    const ends = [listen(globalThis.document, 'visibilitychange', look), listen(globalThis.window, 'pageshow', look)];
    return () => { for (const end of ends) end(); };
  },
  online: () => globalThis.navigator?.onLine !== false,
  onOnline: (run) => listen(globalThis.window, 'online', run),
  onOffline: (run) => listen(globalThis.window, 'offline', run),
  kept: () => {
    try {
      return localStorage.getItem(STORAGE_KEY);
    } catch {
      return null;   // storage refused: then a reload begins anew
    }
  },
  keep: (text) => {
    try {
      localStorage.setItem(STORAGE_KEY, text);
    } catch {
      // As above.
    }
  },
};
