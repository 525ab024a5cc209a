/** The core's worker: one module, one call at a time, in the order they came. Started by client.ts. */
import { CoreBug, type CityCore } from './core.js';
import { placeFrame } from './frame-pixels.js';
import { loadCoreForBrowser } from './load-browser.js';
import { partOf } from './seen-part.js';
import type { Call, Frame, FrameRequest, Reply, VerbName } from './messages.js';
import type { Outcome, ScanAnswer, Verdict } from './types.js';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

/** All that the core looks for at most (kMaxSymbolsPerImage): a verdict is about the only code in view, so all are looked at. */
const kAllInView = 16;

async function scanVideoFrame(core: CityCore, frame: Frame, request: FrameRequest): Promise<Outcome<ScanAnswer>> {
  try {
    const takenMs = performance.now();
    const placed = await placeFrame(core, frame);
    if (!placed) return { fault: 'image/bad-size' };
    const { shape, offsetBytes, turn } = placed;
    const part = request.seen ? partOf(request.seen, shape.widthPx, shape.heightPx, turn) : undefined;
    if (part === null) return { ok: { symbols: [], verdict: null } };   // nobody sees anything of it
    const found = core.scanFrameBuffer({
      ...shape, effort: request.effort ?? 'frame', maxSymbols: request.verify ? kAllInView : request.maxSymbols ?? 1, takenMs,
      ...(part && { part }),
    }, offsetBytes);
    if (!found.ok) return { fault: found.fault! };
    const symbol = found.ok[0];
    let verdict: Verdict | null = null;
    if (symbol && request.verify) {
      const answer = core.verifyCode(symbol.bytes, request.verify);
      if (!answer.ok) return { fault: answer.fault! };
      verdict = answer.ok;
    }
    return { ok: { symbols: found.ok, verdict } };
  } finally {
    if ('close' in frame) frame.close();
  }
}

function run(core: CityCore, call: Call): unknown {
  if (call.verb === 'scanVideoFrame') return scanVideoFrame(core, ...(call as Call<'scanVideoFrame'>).args);
  const verb = core[call.verb] as (...args: readonly unknown[]) => unknown;
  return verb.apply(core, [...call.args]);
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
