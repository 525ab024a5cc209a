/** The address that a slip shows: the slip in the fragment, which no server sees. */
import { fromBase64Url } from '@citycode/client/bytes';
import { kMaxTicketBytes } from '@citycode/wasm/limits';

/** As base64url, with room for an address that was cut or glued. */
const kMaxText = Math.ceil((kMaxTicketBytes * 4) / 3) + 100;

const unescaped = (text: string): string => text.replaceAll(/%(23|3D)/giu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** The slip in "#ticket=…", or null for any other fragment. Readers write addresses anew, as they do those of places (web/client). */
export function ticketInFragment(hash: string): Uint8Array<ArrayBuffer> | null {
  const match = /^(?:#|%23)+ticket=+([^&]*?)[=\s]*(?:&.*)?$/iu.exec(unescaped(hash));
  if (!match) return null;
  return (match[1]!.length <= kMaxText ? fromBase64Url(match[1]!) : null) ?? new Uint8Array();   // no bytes: the core says so
}
