/** The core's worker for `<cc-scanner>`, with the verifier's module. */
import { Eye } from '@citycode/wasm/eye';
import create from '@citycode/wasm/glue/verifier';
import { SymbolReader } from '@citycode/wasm/reader';
import { Verifier } from '@citycode/wasm/verifier';
import { answerWith } from '@citycode/wasm/worker/answering';
import { hostWith } from './own-host.js';

answerWith(hostWith(create), (binding) => {
  const verifier = new Verifier(binding);
  return [verifier, new Eye(new SymbolReader(binding), verifier)];
});
