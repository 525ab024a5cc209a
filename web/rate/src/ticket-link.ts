/** The address that a slip shows: the slip in the fragment, which no server sees. */
import { bytesInFragment } from '@citycode/client/place-link';
import type { LevelNumber } from '@citycode/elements/cc-rating/terms';
import { kMaxTicketBytes } from '@citycode/wasm/limits';

/** As base64url, with room for an address that was cut or glued. */
const kMaxText = Math.ceil((kMaxTicketBytes * 4) / 3) + 100;

/** The slip in "#ticket=…", or null for any other fragment. */
export const ticketInFragment = (hash: string): Uint8Array<ArrayBuffer> | null => bytesInFragment(hash, ['ticket'], kMaxText)?.bytes ?? null;

/** What was chosen where the link stood (web/frame): a level alone, which the form shows and which is sent when somebody presses there. */
export const levelInFragment = (hash: string): LevelNumber | null => (Number(/&level=([1-5])(?:&|$)/u.exec(hash)?.[1]) || null) as LevelNumber | null;
