/** What the element and its page's own server say to each other (docs/api.md, "A portal's own page"). */
import type { FaultId } from '@citycode/wasm/types';

/** How a sign-in stands. */
export type SignInState = 'waiting' | 'opened' | 'signed-in' | 'refused' | 'expired' | 'failed';

export interface Started {
  /** Of this page alone. Whoever has it is told who signed in. */
  readonly session: string;
  /** The living code's address, of the first second. */
  readonly address: string;
  readonly expiresUnixSeconds: number;
}

export interface Seen {
  readonly state: SignInState;
  /** While it waits: of this second. */
  readonly address?: string;
  readonly fault?: FaultId;
  /** What the server tells its page of whoever signed in. */
  readonly result?: unknown;
}

/** Null when the server could not be asked, or said no. */
async function post<T>(address: string, body: unknown): Promise<T | null> {
  try {
    const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, credentials: 'same-origin', body: JSON.stringify(body) });
    return response.ok ? await response.json() as T : null;
  } catch {
    return null;
  }
}

export const start = (src: string, language: string, returns: boolean): Promise<Started | null> => post(src, { language, returns });
export const look = (src: string, session: string, returned: string | null): Promise<Seen | null> => post(`${src}/state`, { session, ...(returned !== null && { returned }) });

/** A sign-in of this tab that goes by way of the app on the same device. Where a browser keeps nothing the person asks anew. */
const kKey = 'citycode-sign-in';

export function keepSession(src: string, session: string): void {
  try {
    sessionStorage.setItem(`${kKey}:${src}`, session);
  } catch {
    // The answer then finds no question, which is said.
  }
}

export function takeSession(src: string): string | null {
  try {
    const session = sessionStorage.getItem(`${kKey}:${src}`);
    sessionStorage.removeItem(`${kKey}:${src}`);
    return session;
  } catch {
    return null;
  }
}

/** What the app brought back, out of the address at once. */
export function takeReturned(): string | null {
  const returned = /^#citycode=([\w-]+)$/u.exec(location.hash)?.[1] ?? null;
  if (returned !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return returned;
}
