/** A worker around one module: one call at a time, in the order they came. Which verbs it answers, each worker file says. */
import type { Binding } from '../binding.js';
import type { CVerb } from '../c-verbs.js';
import { CoreBug } from '../core-bug.js';
import { startBinding, type Host } from '../hosts/host.js';
import type { Call, Reply, VerbName } from './messages.js';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

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

/** Starts the host's module, and answers each verb by the first of these that has it. */
export function answerWith<V extends CVerb>(host: Host<V>, facadesOver: (binding: Binding<V>) => readonly object[]): void {
  // Calls wait for one another: a frame being copied in must not meet a verb that grows the memory.
  const loaded = startBinding(host).then(
    (binding) => {
      const facades = facadesOver(binding);
      scope.postMessage({ kind: 'ready' });
      return facades;
    },
    (cause: unknown) => {
      scope.postMessage({ kind: 'not-loaded', because: sentence(cause) });
      throw cause instanceof Error ? cause : new CoreBug(String(cause));
    },
  );
  loaded.catch(() => undefined);   // said above
  let last: Promise<unknown> = loaded;
  scope.onmessage = ({ data }) => {
    last = last.then(async () => scope.postMessage(await replyTo(await loaded, data))).catch(() => undefined);
  };
}
