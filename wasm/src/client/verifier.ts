/** A verifying device's verbs, asked of the worker: a worker that follows one that failed gets the lists, keys and memory again. */
import type { ScanAnswer } from '../facades/reader.types.js';
import type { Verifier } from '../facades/verifier.js';
import { refused, type Outcome } from '../outcome.js';
import type { Frame, FrameRequest, WorkerVerbs } from '../worker/messages.js';
import { verifierVerbs, type OwnVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised, type Said } from './forwards.js';

export interface VerifierClient extends Promised<OwnVerbs<Verifier>> {
  /**
   * Reads one frame. The frame is transferred: the caller's handle is empty afterwards and need not be closed.
   * A frame that comes while another is read is dropped and answers with no symbols, never queued.
   */
  scanVideoFrame(frame: Frame, request?: FrameRequest): Promise<Outcome<ScanAnswer>>;
}

/** Lists of a day's passes end after two days. The list of an issuer's paper cards stands under day 0 and stays. */
const kKeptDays = 3;

const emptyAnswer: Outcome<ScanAnswer> = { ok: { symbols: [], verdict: null } };

const clients = new WeakMap<Caller, VerifierClient>();

/** One for each core: it remembers what the worker was given. */
export function verifierOf(core: Caller): VerifierClient {
  let client = clients.get(core);
  if (!client) clients.set(core, client = newVerifier(core));
  return client;
}

/** For each issuer key and day: the full list and the deltas since, as they were loaded. */
function newStatusLoader(core: Caller): VerifierClient['loadStatusList'] {
  const places = new Map<string, { readonly day: number; readonly said: readonly Said[] }>();
  return async (...args) => {
    const outcome = await core.call('loadStatusList', args);
    if (outcome.ok) {
      const { form, issuerKey, day } = outcome.ok;
      const place = `${issuerKey}/${day}`;
      places.set(place, { day, said: [...(form === 'full' ? [] : places.get(place)?.said ?? []), ['loadStatusList', args]] });
      for (const [other, { day: otherDay }] of places) if (otherDay !== 0 && otherDay < day - kKeptDays) places.delete(other);
      core.keep('status-lists', [...places.values()].flatMap(({ said }) => said));
    }
    return outcome;
  };
}

function newVerifier(core: Caller): VerifierClient {
  let scanning = false;

  async function scanVideoFrame(frame: Frame, request: FrameRequest = {}): Promise<Outcome<ScanAnswer>> {
    if (scanning) {
      if ('close' in frame) frame.close();
      return emptyAnswer;
    }
    scanning = true;
    try {
      return await core.call('scanVideoFrame', [frame, request], ['data' in frame ? frame.data.buffer : frame]);
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'DataCloneError') return refused('image/bad-size');   // closed in the meantime
      throw cause;
    } finally {
      scanning = false;
    }
  }

  return {
    ...forwards<OwnVerbs<Verifier>>(core, verifierVerbs),
    loadStatusList: newStatusLoader(core),
    async saveReplay(...args: Parameters<WorkerVerbs['saveReplay']>) {
      const outcome = await core.call('saveReplay', args);
      if (outcome.ok) core.keep('replay', [['loadReplay', [outcome.ok, args[0]]]]);
      return outcome;
    },
    async loadReplay(...args: Parameters<WorkerVerbs['loadReplay']>) {
      const outcome = await core.call('loadReplay', args);
      if (outcome.ok) core.keep('replay', [['loadReplay', args]]);
      return outcome;
    },
    /** In one trip: a code that is scanned meanwhile finds the keys before or those after. */
    async holdSceneKeys(...args: Parameters<WorkerVerbs['holdSceneKeys']>) {
      core.keep('scene-keys', []);   // first: a worker that fails meanwhile must not bring the old ones back
      const outcome = await core.call('holdSceneKeys', args);
      if (outcome.ok) core.keep('scene-keys', [['holdSceneKeys', args]]);
      return outcome;
    },
    scanVideoFrame,
  };
}
