/** The core's worker: it draws for `<cc-code>`, and reads and verifies for `<cc-scanner>`. */
import { Eye } from '@citycode/wasm/eye';
import { SymbolReader } from '@citycode/wasm/reader';
import { Verifier } from '@citycode/wasm/verifier';
import { answerOn } from '@citycode/wasm/worker/answering';
import { ownHost } from './own-host.js';

answerOn(ownHost, (binding) => {
  const verifier = new Verifier(binding);
  return [verifier, new Eye(new SymbolReader(binding), verifier)];
});
