/** The address that a slip shows: the slip in the fragment, which no server sees. */
import { bytesInFragment } from '@citycode/client/place-link';
import { kMaxTicketBytes } from '@citycode/wasm/limits';

/** As base64url, with room for an address that was cut or glued. */
const kMaxText = Math.ceil((kMaxTicketBytes * 4) / 3) + 100;

/** The slip in "#ticket=…", or null for any other fragment. */
export const ticketInFragment = (hash: string): Uint8Array<ArrayBuffer> | null => bytesInFragment(hash, ['ticket'], kMaxText)?.bytes ?? null;
