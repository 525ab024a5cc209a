/** The core's worker for a verifying device. */
import { SymbolReader } from '../facades/reader.js';
import { Verifier } from '../facades/verifier.js';
import { verifierBrowserHost } from '../hosts/verifier-browser.js';
import { answerWith } from './answering.js';
import { Eye } from './eye.js';

answerWith(verifierBrowserHost, (binding) => {
  const verifier = new Verifier(binding);
  return [verifier, new Eye(new SymbolReader(binding), verifier)];
});
