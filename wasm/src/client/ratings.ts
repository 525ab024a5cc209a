/** Tickets and ratings with their tokens, asked of the worker. */
import type { Ratings } from '../facades/ratings.js';
import { ratingVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export const ratingsOf = (core: Caller): Promised<Ratings> => forwards<Ratings>(core, ratingVerbs);
