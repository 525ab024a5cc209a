/** The addresses that a venue prints, a portal shows and a slip has: what is to be read stands in the fragment, which no server sees. */
import { kMaxTicketBytes } from '@citycode/wasm/limits';
import { fromBase64Url } from './bytes.js';

export type ScannedPlace =
  | { readonly kind: 'venue'; readonly bytes: Uint8Array }
  /** A living code, for the city's relay: the core there says what is wrong with it. */
  | { readonly kind: 'portal'; readonly code: string };

/** The longest record (core) as base64url, and room for an address that was cut or glued. */
const kMaxText = 1000;

/** The record in "#venue=…" or the living code in "#portal=…", or null for any other fragment. */
export function placeInFragment(hash: string): ScannedPlace | null {
  const found = textInFragment(hash, ['venue', 'portal']);
  if (found?.kind === 'portal') return { kind: 'portal', code: found.text.slice(0, kMaxText) };
  return found && { kind: 'venue', bytes: readBytes(found.text, kMaxText) };
}

/**
 * The bytes in "#kind=…", or null for a fragment of any other kind. Readers and messengers write addresses anew: in capitals, with
 * signs as %23 and %3D, with an equals sign too many. Base64url itself is not changed by any of them. No bytes where there are none
 * to be read, or more than `maxText` characters: the core says what is wrong with them.
 */
export function bytesInFragment<Kind extends string>(hash: string, kinds: readonly Kind[], maxText: number): { readonly kind: Kind; readonly bytes: Uint8Array<ArrayBuffer> } | null {
  const found = textInFragment(hash, kinds);
  return found && { kind: found.kind, bytes: readBytes(found.text, maxText) };
}

const readBytes = (text: string, maxText: number): Uint8Array<ArrayBuffer> => (text.length <= maxText ? fromBase64Url(text) : null) ?? new Uint8Array();

function textInFragment<Kind extends string>(hash: string, kinds: readonly Kind[]): { readonly kind: Kind; readonly text: string } | null {
  const match = /^(?:#|%23)+([a-z]+)=+([^&]*?)[=\s]*(?:&.*)?$/iu.exec(unescaped(hash));
  const kind = kinds.find((each) => each === match?.[1]!.toLowerCase());
  return match && kind ? { kind, text: match[2]! } : null;
}

const unescaped = (text: string): string => text.replace(/%(23|3D)/giu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** The longest slip (core) as base64url, with room for an address that was cut or glued. */
const kMaxTicketText = Math.ceil((kMaxTicketBytes * 4) / 3) + 100;

/** The slip in "#ticket=…", or null for any other fragment. */
export const ticketInFragment = (hash: string): Uint8Array<ArrayBuffer> | null => bytesInFragment(hash, ['ticket'], kMaxTicketText)?.bytes ?? null;
