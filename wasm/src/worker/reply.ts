/** What a worker, or what stands for one, answers to a call. */
import { CoreBug } from '../core-bug.js';
import type { Call, Reply, VerbName } from './messages.js';

type Verbs = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

export const sentence = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));

/** What the first of these that has the verb says. */
export async function replyTo(facades: readonly object[], { id, verb, args }: Call<VerbName>): Promise<Reply> {
  try {
    const facade = facades.find((each) => verb in each);
    if (!facade) throw new CoreBug(`a worker of another role was asked: ${verb}`);
    return { kind: 'value', id, value: await (facade as Verbs)[verb]!(...args) };
  } catch (cause) {
    return { kind: 'bug', id, because: sentence(cause) };
  }
}
