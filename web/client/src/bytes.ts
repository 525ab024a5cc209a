/** Base64url without padding (RFC 4648 section 5), the way the server writes bytes in JSON; hex, as the core does in its summaries. */

import { host } from '@citycode/client/host';

export { bytesOfHex } from '@citycode/wasm/bytes';

export const toBase64 = (bytes: Uint8Array): string => host.toBase64(bytes);

export const toBase64Url = (bytes: Uint8Array): string => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

/** Null for anything that is not base64url. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  return host.fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
}
