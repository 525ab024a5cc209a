/** The addresses that a venue prints, a portal shows and a slip has: what is to be read stands in the fragment, which no server sees. */
import { fromBase64Url } from './bytes.js';

export interface ScannedPlace {
  readonly kind: 'venue' | 'portal';
  readonly bytes: Uint8Array;
}

/** The longest record or request (core) as base64url, and room for an address that was cut or glued. */
const kMaxText = 1000;

/** The record in "#venue=…" or "#portal=…", or null for any other fragment. */
export const placeInFragment = (hash: string): ScannedPlace | null => bytesInFragment(hash, ['venue', 'portal'], kMaxText);

/**
 * The bytes in "#kind=…", or null for a fragment of any other kind. Readers and messengers write addresses anew: in capitals, with
 * signs as %23 and %3D, with an equals sign too many. Base64url itself is not changed by any of them. No bytes where there are none
 * to be read, or more than `maxText` characters: the core says what is wrong with them.
 */
export function bytesInFragment<Kind extends string>(hash: string, kinds: readonly Kind[], maxText: number): { readonly kind: Kind; readonly bytes: Uint8Array<ArrayBuffer> } | null {
  const match = /^(?:#|%23)+([a-z]+)=+([^&]*?)[=\s]*(?:&.*)?$/iu.exec(unescaped(hash));
  const kind = kinds.find((each) => each === match?.[1]!.toLowerCase());
  if (!match || !kind) return null;
  return { kind, bytes: (match[2]!.length <= maxText ? fromBase64Url(match[2]!) : null) ?? new Uint8Array() };
}

const unescaped = (text: string): string => text.replaceAll(/%(23|3D)/giu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
