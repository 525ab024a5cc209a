/** The core of one verifier, in this thread (docs/adr/0074). */
import { deviceCore, type DeviceCore } from '@citycode/verifier/device';
import { CoreNotLoaded, startCoreWorker, type CoreClient } from '@citycode/wasm/client';
import { CoreInThread } from '@citycode/wasm/client/in-thread';
import { Eye } from '@citycode/wasm/eye';
import { SymbolReader } from '@citycode/wasm/reader';
import { Verifier } from '@citycode/wasm/verifier';
import { VerifyError } from './api.js';
import type { Binding } from './platform.js';

function facadesOver(binding: Binding): readonly object[] {
  const verifier = new Verifier(binding);
  return [verifier, new Eye(new SymbolReader(binding), verifier)];
}

/** Rejects with VerifyError. */
export async function startCore(start: () => Promise<Binding>): Promise<CoreClient> {
  try {
    return await startCoreWorker({ makeWorker: () => new CoreInThread(start, facadesOver) });
  } catch (cause) {
    const isBug = !(cause instanceof CoreNotLoaded);
    throw new VerifyError(isBug ? 'internal/bug' : 'env/module-not-loaded', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What keepers ask: what the core throws becomes the fault, and a verifier that was closed asks nothing. */
export const coreOf = (core: CoreClient, isClosed: () => boolean): DeviceCore => deviceCore(async (question) => {
  if (isClosed()) return { fault: 'env/module-not-loaded' };
  try {
    return await question(core);
  } catch (cause) {
    return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
  }
});
