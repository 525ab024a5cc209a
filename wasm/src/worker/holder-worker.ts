/** The core's worker for pages that carry, draw and read, but judge nobody. */
import { Holder } from '../facades/holder.js';
import { answerWith } from './answering.js';

answerWith((binding) => [new Holder(binding)]);
