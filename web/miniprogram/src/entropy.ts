/**
 * What Emscripten's glue asks as `crypto`: random bytes at once, where the chat app gives them after a while. The core itself asks for none; libsodium stirs its
 * generator once, when the module starts.
 */
import { host } from './host.js';

/** Of what libsodium takes at a start; what is over is asked for anew at the next. */
const kPoolBytes = 1024;

let pool = new Uint8Array(0);

export async function fillEntropy(): Promise<void> {
  pool = await host.randomBytes(kPoolBytes);
}

export const entropy = {
  /** Throws when there is no more: never a byte that is not random. */
  getRandomValues(view: Uint8Array): Uint8Array {
    if (view.length > pool.length) throw new Error('no random bytes are left');
    view.set(pool.subarray(0, view.length));
    pool.fill(0, 0, view.length);
    pool = pool.subarray(view.length);
    return view;
  },
};
