/** What a link says that opened this program, or that its camera read: an address of the city's own pages, with something behind the #. */
import { placeInFragment, ticketInFragment, type ScannedPlace } from '@citycode/client/place-link';
import { codeInFragment } from '@citycode/elements/enrolment-link';
import { city } from './city.js';

export type Said =
  | { readonly kind: 'enrol'; readonly code: string }
  | { readonly kind: 'place'; readonly scanned: ScannedPlace }
  | { readonly kind: 'ticket'; readonly ticket: Uint8Array<ArrayBuffer> }
  /** It is what we read, and of another city. */
  | { readonly kind: 'other-city' }
  | { readonly kind: 'nothing' };

const kAddress = /^(https?:\/\/[^/?#]+)(\/[^?#]*)?(?:\?[^#]*)?(#.*)?$/i;

/** An address, as text. */
export function readAddress(text: string): Said {
  const match = kAddress.exec(text.trim());
  const hash = match?.[3] ?? '';
  if (!match || !hash) return { kind: 'nothing' };
  const code = codeInFragment(hash);
  const scanned = placeInFragment(hash);
  const ticket = ticketInFragment(hash);
  if (code === null && !scanned && !ticket) return { kind: 'nothing' };
  if (match[1]!.toLowerCase() !== city().origin.toLowerCase()) return { kind: 'other-city' };
  if (code !== null) return { kind: 'enrol', code };
  return scanned ? { kind: 'place', scanned } : { kind: 'ticket', ticket: ticket! };
}

export type Query = Readonly<Record<string, string | undefined>>;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    return text;
  }
}

/**
 * What the chat app was opened with: `q`, the address of an ordinary code or link that it was told to open here, percent-encoded; or `enrol`, a code alone, with
 * `city`, the origin that gave it.
 */
export function readLaunch({ q, enrol, city: of }: Query): Said {
  if (q) return readAddress(decoded(q));
  if (!enrol) return { kind: 'nothing' };
  return of && decoded(of).toLowerCase() !== city().origin.toLowerCase() ? { kind: 'other-city' } : { kind: 'enrol', code: decoded(enrol) };
}
