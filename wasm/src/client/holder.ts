/** A phone's verbs, asked of the worker. */
import type { Holder } from '../facades/holder.js';
import { holderVerbs, type OwnVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export type HolderClient = Promised<OwnVerbs<Holder>>;

export const holderOf = (core: Caller): HolderClient => forwards<OwnVerbs<Holder>>(core, holderVerbs);
