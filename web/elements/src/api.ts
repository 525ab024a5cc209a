/** Asking the city's server, as values: what it gave, or the one problem that says why not. */
import { faultIds, type FaultId } from '@citycode/wasm';

export interface Problem {
  readonly fault: FaultId;
  readonly requestId: string;
  /** With request/clock-differs: this device's clock minus the server's. */
  readonly clockDifferenceSeconds: number | null;
}

export type Answer<T> =
  | { readonly ok: T; readonly problem?: undefined }
  | { readonly ok?: undefined; readonly problem: Problem };

export interface City {
  readonly name: Readonly<Record<string, string>>;
  readonly rootKey: string;
  readonly demo: boolean;
  readonly nowUnixSeconds: number;
  readonly trustListVersion: number;
}

/** A phone on a slow network still answers within this; longer, and people try again by hand. */
const PATIENCE_MS = 15_000;

const known = new Set<string>(faultIds);

export const problemOf = (fault: FaultId, requestId = '', clockDifferenceSeconds: number | null = null): Problem =>
  ({ fault, requestId, clockDifferenceSeconds });

function faultOfStatus(status: number): FaultId {
  if (status === 404) return 'request/not-found';
  if (status === 429) return 'request/too-many';
  return status >= 500 ? 'store/unavailable' : 'request/malformed';
}

async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as { fault?: unknown; requestId?: unknown; clockDifferenceSeconds?: unknown };
  const fault = typeof body.fault === 'string' && known.has(body.fault) ? (body.fault as FaultId) : faultOfStatus(response.status);
  const requestId = typeof body.requestId === 'string' ? body.requestId : response.headers.get('X-Request-Id') ?? '';
  return problemOf(fault, requestId, typeof body.clockDifferenceSeconds === 'number' ? body.clockDifferenceSeconds : null);
}

/** The answer as it came, or why there is none. Never throws. */
export async function ask(path: string, init: RequestInit = {}): Promise<Answer<Response>> {
  try {
    const signal = AbortSignal.timeout?.(PATIENCE_MS) ?? null;
    const response = await fetch(path, { credentials: 'omit', signal, ...init });
    return response.ok || response.status === 304 ? { ok: response } : { problem: await readProblem(response) };
  } catch (cause) {
    return { problem: problemOf(cause instanceof Error && cause.name === 'TimeoutError' ? 'request/timeout' : 'env/offline') };
  }
}

/** The whole body, or null when the connection broke on the way. */
export const bytesOf = (response: Response): Promise<Uint8Array<ArrayBuffer> | null> =>
  response.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);

export async function askJson<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const answer = await ask(path, init);
  if (!answer.ok) return answer;
  try {
    return { ok: (await answer.ok.json()) as T };
  } catch {
    return { problem: problemOf('env/offline') };   // a hotel's sign-in page, a cut connection
  }
}

export const askCity = (): Promise<Answer<City>> => askJson<City>('/v1/city', { cache: 'no-store' });

/** True when the server could not be reached at all, as against having refused. */
export const isAway = (problem: Problem): boolean => problem.fault === 'env/offline' || problem.fault === 'request/timeout';
