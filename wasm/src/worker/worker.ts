/** The core's worker with every role, for hosts that play more than one. A page takes its own role's, which is smaller. */
import { CityCore } from '../city-core.js';
import { browserHost } from '../hosts/browser.js';
import { answerWith } from './answering.js';
import { Eye } from './eye.js';

answerWith(browserHost, (binding) => {
  const { holder, verifier, portal, reader, ratings, tokens, seeds, log } = new CityCore(binding);
  return [holder, verifier, portal, new Eye(reader, verifier), ratings, tokens, seeds, log];
});
