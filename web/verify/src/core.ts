/** The core of one verifier, in this thread (docs/adr/0074). */
import { startCoreWorker, type CoreClient } from '@citycode/wasm/client';
import { CoreInThread } from '@citycode/wasm/client/in-thread';
import { Eye } from '@citycode/wasm/eye';
import { SymbolReader } from '@citycode/wasm/reader';
import { Verifier } from '@citycode/wasm/verifier';
import type { Binding } from './platform.js';

function facadesOver(binding: Binding): readonly object[] {
  const verifier = new Verifier(binding);
  return [verifier, new Eye(new SymbolReader(binding), verifier)];
}

export const startCore = (start: () => Promise<Binding>): Promise<CoreClient> => startCoreWorker({ makeWorker: () => new CoreInThread(start, facadesOver) });
