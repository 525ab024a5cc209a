/** The core's worker for pages that carry codes and draw them, but read none and judge nobody. */
import { Holder } from '../facades/holder.js';
import { holderBrowserHost } from '../hosts/holder-browser.js';
import { answerWith } from './answering.js';

answerWith(holderBrowserHost, (binding) => [new Holder(binding)]);
