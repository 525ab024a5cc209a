/** What the city's server gave, or the one problem that says why not. */
import type { FaultId } from '@citycode/wasm/types';

export interface Problem {
  readonly fault: FaultId;
  readonly requestId: string;
  /** With request/clock-differs: this device's clock minus the server's. */
  readonly clockDifferenceSeconds: number | null;
  /** On this device's clock: before it no page asks by itself. Null where nothing was asked of the city. */
  readonly askAgainAtMs: number | null;
  /** Before it a press of a button asks nobody either. Null where it asks within seconds. */
  readonly pressAgainAtMs: number | null;
}

export type Answer<T> =
  | { readonly ok: T; readonly problem?: undefined }
  | { readonly ok?: undefined; readonly problem: Problem };

export const problemOf = (fault: FaultId, requestId = '', clockDifferenceSeconds: number | null = null): Problem =>
  ({ fault, requestId, clockDifferenceSeconds, askAgainAtMs: null, pressAgainAtMs: null });
