/** A facade on the page's side of the worker: the same verbs, as promises. */
import type { VerbName, WorkerVerbs } from '../worker/messages.js';

export type Promised<F> = { readonly [V in keyof F]: F[V] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never };

/** A call that is made again to the worker that follows one that failed. */
export type Said = { [V in VerbName]: readonly [verb: V, args: Parameters<WorkerVerbs[V]>] }[VerbName];

/** What a new worker is given, in this order: each is verified by what comes before it. */
export const kKeptInOrder = ['trust-list', 'status-lists', 'checkpoint', 'replay', 'scene-keys', 'portal-key'] as const;
export type Kept = (typeof kKeptInOrder)[number];

/** What the clients of a role need of client.ts. */
export interface Caller {
  call<V extends VerbName>(verb: V, args: Parameters<WorkerVerbs[V]>, transfer?: object[]): Promise<ReturnType<WorkerVerbs[V]>>;
  /** Says what a new worker is told of this, in place of what was said before. */
  keep(what: Kept, said: readonly Said[]): void;
}

/** One forward for each verb of a table (worker/verbs.ts). */
export function forwards<F>(core: Caller, table: Readonly<Record<keyof F, unknown>>): Promised<F> {
  const call = core.call.bind(core) as (verb: string, args: readonly unknown[]) => Promise<unknown>;
  const made: Record<string, (...args: readonly unknown[]) => Promise<unknown>> = {};
  for (const verb of Object.keys(table)) made[verb] = (...args) => call(verb, args);
  return made as Promised<F>;
}
