/** The addresses that a venue prints and a portal shows: a record or a request in the fragment, which no server sees. */
import { fromBase64Url } from './bytes.js';

export interface ScannedPlace {
  readonly kind: 'venue' | 'portal';
  readonly bytes: Uint8Array;
}

/** The longest record or request (core) as base64url, and room for an address that was cut or glued. */
const kMaxText = 1000;

/**
 * The record in "#venue=…" or "#portal=…", or null for any other fragment. Readers and messengers write addresses anew: in
 * capitals, with signs as %23 and %3D, with an equals sign too many. Base64url itself is not changed by any of them.
 */
export function placeInFragment(hash: string): ScannedPlace | null {
  const match = /^(?:#|%23)+(venue|portal)=+([^&]*?)[=\s]*(?:&.*)?$/iu.exec(unescaped(hash));
  if (!match) return null;
  const bytes = match[2]!.length <= kMaxText ? fromBase64Url(match[2]!) : null;
  return { kind: match[1]!.toLowerCase() as 'venue' | 'portal', bytes: bytes ?? new Uint8Array() };   // no bytes: the core says so
}

const unescaped = (text: string): string => text.replaceAll(/%(23|3D)/giu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
