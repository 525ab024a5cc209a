/** The core in this thread: the whole module's baseline build, out of the package. It reads symbols too. */
import { runCoreBy, startCore } from '@citycode/client/core';
import type { Outcome } from '@citycode/wasm/types';
import { CoreInThread } from '@citycode/wasm/client/in-thread';
import createModule from '@citycode/wasm/glue/baseline';
import { Holder } from '@citycode/wasm/holder';
import { startBinding, type Host } from '@citycode/wasm/host';
import { Ratings } from '@citycode/wasm/ratings-facade';
import { SymbolReader } from '@citycode/wasm/reader';
import { Seeds } from '@citycode/wasm/seeds';
import { Tokens } from '@citycode/wasm/tokens';
import { fillEntropy } from './entropy.js';

/** Compressed by brotli: from base library 2.14.0 on. */
const kModule = '/wasm/citycode.wasm.br';

let reader: SymbolReader | null = null;

/** False on a phone whose chat app cannot run the module at all. */
export const canRunCore = (): boolean => typeof WXWebAssembly !== 'undefined';

/** The documentation shows `{ instance }`, the platform's types an instance: both are taken. */
async function instantiate(imports: object): Promise<object> {
  const made = (await WXWebAssembly.instantiate(kModule, imports as WXWebAssembly.Imports)) as { readonly instance?: object };
  return made.instance ?? made;
}

const host: Host = {
  bestVariant: () => 'baseline',
  async fetchBuild() {
    await fillEntropy();
    return { create: createModule, instantiate };
  },
  monotonicMs: () => Date.now(),
};

export function runCoreHere(): void {
  runCoreBy(() => new CoreInThread(() => startBinding(host), (binding) => {
    reader = new SymbolReader(binding);
    return [new Holder(binding), new Ratings(binding), new Tokens(binding), new Seeds(binding)];
  }));
}

/** The text of a symbol in a camera's frame, as bytes; null where there is none. `rgba`: rows of four bytes a pixel. */
export async function readFrame(rgba: ArrayBuffer, widthPx: number, heightPx: number): Promise<Outcome<Uint8Array | null>> {
  try {
    await startCore();
  } catch (_) {
    return { fault: 'env/module-not-loaded' };
  }
  try {
    const found = reader!.scanFrame(new Uint8Array(rgba), { widthPx, heightPx, format: 'rgbx', takenMs: Date.now() });
    return found.ok ? { ok: found.ok[0]?.bytes ?? null } : { fault: found.fault! };
  } catch (_) {
    return { fault: 'internal/bug' };
  }
}
