/** Anonymous tokens, asked of the worker. */
import type { Tokens } from '../facades/tokens.js';
import { tokenVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export const tokensOf = (core: Caller): Promised<Tokens> => forwards<Tokens>(core, tokenVerbs);
