/** A worker around one module: one call at a time, in the order they came. Which verbs it answers, each worker file says. */
import type { Binding } from '../binding.js';
import type { CVerb } from '../c-verbs.js';
import { CoreBug } from '../core-bug.js';
import { startBinding, type Host } from '../hosts/host.js';
import type { Call, Reply } from './messages.js';
import { replyTo, sentence } from './reply.js';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

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
