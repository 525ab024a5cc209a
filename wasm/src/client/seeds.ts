/** Digests and sealed keys, asked of the core. */
import type { Seeds } from '../facades/seeds.js';
import { seedVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export const seedsOf = (core: Caller): Promised<Omit<Seeds, never>> => forwards<Omit<Seeds, never>>(core, seedVerbs);
