/** A page, or Node. This package knows no page (its types are those of a worker): where there is none, nothing is hidden. */
import type { AskingParts } from '../asking/parts.js';
import type { Host } from './host.js';

const kStorageKey = 'citycode-asking';

/** What a page has and a worker has not. */
const page = globalThis as {
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly window?: EventTarget;
  readonly localStorage?: { getItem(key: string): string | null; setItem(key: string, text: string): void };
};

const isHidden = (): boolean => page.document?.visibilityState === 'hidden';

function listen(target: EventTarget | undefined, type: string, run: () => void): () => void {
  target?.addEventListener(type, run);
  return () => target?.removeEventListener(type, run);
}

/** Asks a city at another address than the page's own: `origin` is scheme and authority. */
export const fetchFrom = (origin: string): AskingParts['fetch'] => (path, sent, gaveUp) => {
  const giveUp = new AbortController();
  void gaveUp.then(() => giveUp.abort());
  return fetch(origin + path, { credentials: 'omit', ...sent, signal: giveUp.signal });
};

export const pageParts: AskingParts = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  random: () => Math.random(),
  fetch: fetchFrom(''),
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

export const host: Host = {
  randomBytes: async (count) => crypto.getRandomValues(new Uint8Array(count)),
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  toUtf8: (text) => new TextEncoder().encode(text),
  fromUtf8: (bytes) => new TextDecoder().decode(bytes),
  toBase64: (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  fromBase64(text) {
    try {
      return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch {
      return null;
    }
  },
  hasCrypto: () => globalThis.crypto?.subtle !== undefined,
  onHidden: (run) => listen(page.document, 'visibilitychange', () => { if (isHidden()) run(); }),
  asking: pageParts,
};
