/** A value, or the one fault that says why there is none. */
import type { FaultId } from './faults.generated.js';

export type { FaultId };

export type Outcome<T> = { readonly ok: T; readonly fault?: undefined } | { readonly ok?: undefined; readonly fault: FaultId };

export const refused = (fault: FaultId): { readonly fault: FaultId } => ({ fault });
