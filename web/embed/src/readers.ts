/** What a scanner asks: a verifier of its city and scene, or a core that only reads. One for all scanners of a page that say the same; it stays with the page. */
import { IndexedStore } from '@citycode/client/stores/indexed';
import { MemoryStore } from '@citycode/client/stores/memory';
import { VerifyError, type Verifier, type VerifierOptions } from '@citycode/verifier/api';
import { openOn, type Platform } from '@citycode/verifier/open';
import { CoreNotLoaded, type CoreClient, type Frame, type FrameRequest } from '@citycode/wasm/client';
import { verifierOf } from '@citycode/wasm/client/verifier';
import type { FaultId, Outcome, ScanAnswer } from '@citycode/wasm/types';
import { startReader } from './core.js';

export interface ScannerSettings {
  readonly city: string;
  readonly scene: string;
  readonly venue: string;
  readonly rootKey: string;
  readonly keep: 'browser' | 'memory';
}

export interface Reader {
  scan(frame: Frame, how: FrameRequest): Promise<Outcome<ScanAnswer>>;
  /** Null for a core that only reads. */
  readonly verifier: Verifier | null;
}

const platform: Platform = { startCore: startReader, openFolder: null };

export const faultOf = (cause: unknown): FaultId => (cause instanceof VerifyError || cause instanceof CoreNotLoaded ? cause.fault : 'internal/bug');

/** One scanner's memory of what it saw is not another's: each scene and place has a store of its own. */
async function storeFor({ city, scene, venue, keep }: ScannerSettings): Promise<NonNullable<VerifierOptions['keep']>> {
  if (keep === 'memory') return new MemoryStore();
  const opened = await IndexedStore.open(`citycode-embed ${city} ${scene} ${venue}`).catch((cause: unknown) => {
    throw new VerifyError('env/storage-silent', 'the browser’s storage does not answer', { cause });
  });
  return opened ?? new MemoryStore();
}

async function openVerifier(settings: ScannerSettings): Promise<Reader> {
  const { city, scene, venue, rootKey } = settings;
  const verifier = await openOn(platform, { city, scene, keep: await storeFor(settings), ...(venue && { venue }), ...(rootKey && { rootKey }) });
  return { scan: (frame, how) => verifier.scan(frame, how), verifier };
}

async function openReader(): Promise<Reader> {
  const core: CoreClient = await startReader();
  return { scan: (frame, how) => verifierOf(core).scanVideoFrame(frame, how), verifier: null };
}

const readers = new Map<string, Promise<Reader>>();

/** What could not be opened is tried again by whoever asks next. Rejects with VerifyError or CoreNotLoaded. */
export function readerFor(settings: ScannerSettings): Promise<Reader> {
  const key = settings.city ? JSON.stringify([settings.city, settings.scene, settings.venue, settings.rootKey, settings.keep]) : '';
  let reader = readers.get(key);
  if (!reader) {
    reader = settings.city ? openVerifier(settings) : openReader();
    readers.set(key, reader);
    reader.catch(() => readers.delete(key));
  }
  return reader;
}

/** Opens those that scanners of the page will ask for: the module comes while the words do. */
export function openAhead(): void {
  for (const scanner of document.querySelectorAll('cc-scanner:not([disabled])')) {
    const said = (name: string): string => scanner.getAttribute(name) ?? '';
    const settings = { city: said('city'), scene: said('scene'), venue: said('venue'), rootKey: said('root-key'), keep: said('keep') === 'memory' ? 'memory' : 'browser' } as const;
    readerFor(settings).catch(() => undefined);   // said by the scanner
  }
}

/** What the core throws becomes the fault that a person can be told. */
export async function scanWith(reader: Promise<Reader>, frame: Frame, how: FrameRequest): Promise<Outcome<ScanAnswer>> {
  try {
    return await (await reader).scan(frame, how);
  } catch (cause) {
    return { fault: faultOf(cause) };
  } finally {
    if ('close' in frame) frame.close();   // where it was not handed over
  }
}
