/** The core's worker: one module, one call at a time, in the order they came. Started by client.ts. */
import { CoreBug, type CityCore } from './core.js';
import { placeFrame } from './frame-pixels.js';
import { loadCoreForBrowser } from './load-browser.js';
import type { Call, Frame, FrameRequest, Reply, VerbName } from './messages.js';
import type { FoundSymbol, Outcome, ScanAnswer, Verdict } from './types.js';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

const kPrefix = [0x43, 0x43, 0x31, 0x3a];   // "CC1:"

/** Of several symbols in view, the one that says it is a city code goes to the core; else the longest: a paper card's. */
function symbolToVerify(symbols: readonly FoundSymbol[]): FoundSymbol | undefined {
  return symbols.find(({ bytes }) => kPrefix.every((byte, i) => bytes[i] === byte))
    ?? [...symbols].sort((a, b) => b.bytes.length - a.bytes.length)[0];
}

async function scanVideoFrame(core: CityCore, frame: Frame, request: FrameRequest): Promise<Outcome<ScanAnswer>> {
  try {
    const placed = await placeFrame(core, frame);
    if (!placed) return { fault: 'image/bad-size' };
    const found = core.scanFrameBuffer(
      { ...placed.shape, effort: request.effort ?? 'frame', maxSymbols: request.maxSymbols ?? 1 }, placed.offsetBytes);
    if (!found.ok) return { fault: found.fault! };
    const symbol = request.verify ? symbolToVerify(found.ok) : undefined;
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
