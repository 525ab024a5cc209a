/** The core's worker for a page on which somebody rates a service, with an app of their own or without. */
import { Holder } from '../facades/holder.js';
import { Ratings } from '../facades/ratings.js';
import { Tokens } from '../facades/tokens.js';
import { holderBrowserHost } from '../hosts/holder-browser.js';
import { answerWith } from './answering.js';

answerWith(holderBrowserHost, (binding) => [new Holder(binding), new Ratings(binding), new Tokens(binding)]);
