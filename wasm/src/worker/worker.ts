/** The core's worker: one module, one call at a time, in the order they came. Started by client/client.ts. */
import type { CityCore } from '../city-core.js';
import { CoreBug } from '../core-bug.js';
import { browserHost, loadCoreForBrowser } from '../hosts/browser.js';
import type { Outcome, ScanAnswer, Verdict } from '../types.js';
import { placeFrame } from './frame-pixels.js';
import type { Call, Frame, FrameRequest, Reply, VerbName } from './messages.js';
import { partOf } from './seen-part.js';
import { holderVerbs, logVerbs, roleVerbs, tokenVerbs, verifierVerbs } from './verbs.js';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

/** All that the core looks for at most (kMaxSymbolsPerImage): a verdict is about the only code in view, so all are looked at. */
const kAllInView = 16;

async function scanVideoFrame({ reader, verifier }: CityCore, frame: Frame, request: FrameRequest): Promise<Outcome<ScanAnswer>> {
  try {
    const takenMs = browserHost.monotonicMs();
    const placed = await placeFrame(reader, frame);
    if (!placed) return { fault: 'image/bad-size' };
    const { shape, offsetBytes, turn } = placed;
    const part = request.seen ? partOf(request.seen, shape.widthPx, shape.heightPx, turn) : undefined;
    if (part === null) return { ok: { symbols: [], verdict: null } };   // nobody sees anything of it
    const found = reader.scanFrameBuffer({
      ...shape, effort: request.effort ?? 'frame', maxSymbols: request.verify ? kAllInView : request.maxSymbols ?? 1, takenMs,
      ...(part && { part }),
    }, offsetBytes);
    if (!found.ok) return { fault: found.fault! };
    const symbol = found.ok[0];
    let verdict: Verdict | null = null;
    if (symbol && request.verify) {
      const answer = verifier.verifyCode(symbol.bytes, request.verify);
      if (!answer.ok) return { fault: answer.fault! };
      verdict = answer.ok;
    }
    return { ok: { symbols: found.ok, verdict } };
  } finally {
    if ('close' in frame) frame.close();
  }
}

const facadeOf: Readonly<Record<Exclude<VerbName, 'scanVideoFrame'>, keyof CityCore>> = {
  ...roleVerbs, ...holderVerbs, ...verifierVerbs, ...tokenVerbs, ...logVerbs,
};

function run(core: CityCore, { verb, args }: Call): unknown {
  if (verb === 'scanVideoFrame') return scanVideoFrame(core, ...(args as Call<'scanVideoFrame'>['args']));
  const facade = core[facadeOf[verb]] as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  return facade[verb]!(...args);
}

const sentence = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));

async function answer(core: CityCore, call: Call<VerbName>): Promise<void> {
  try {
    scope.postMessage({ kind: 'value', id: call.id, value: await run(core, call) });
  } catch (cause) {
    scope.postMessage({ kind: 'bug', id: call.id, because: sentence(cause) });
  }
}

// Calls wait for one another: a frame being copied in must not meet a verb that grows the memory.
let last: Promise<unknown> = loadCoreForBrowser().then(
  (core) => {
    scope.postMessage({ kind: 'ready' });
    return core;
  },
  (cause: unknown) => {
    scope.postMessage({ kind: 'not-loaded', because: sentence(cause) });
    throw cause instanceof Error ? cause : new CoreBug(String(cause));
  },
);
const loaded = last as Promise<CityCore>;
last.catch(() => undefined);   // said above

scope.onmessage = ({ data }) => {
  last = last.then(async () => answer(await loaded, data)).catch(() => undefined);
};
