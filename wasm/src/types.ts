/** The shapes that cross the C ABI, as TypeScript sees them. No DOM, no I/O, no code: a page loads nothing for them. */
export type { FaultId, Outcome } from './outcome.js';
export type * from './facades/role.types.js';
export type * from './facades/holder.types.js';
export type * from './facades/verifier.types.js';
export type * from './facades/portal.types.js';
export type * from './facades/reader.types.js';
export type * from './facades/ratings.types.js';
export type * from './facades/seeds.types.js';
export type * from './facades/tokens.types.js';
export type * from './facades/log.types.js';
