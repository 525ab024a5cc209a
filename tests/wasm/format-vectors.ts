// The vectors of the smaller formats: tests/vectors/NAME.json, printed by make_vectors NAME (tests/core).
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { FaultId } from '@citycode/wasm';
import type { CheckpointSummary, MergedReplay } from '@citycode/wasm/types';
import { bytesOfHex } from './city.js';

interface Vector<Input, Expect> { readonly id: string; readonly now: number; readonly input: Input; readonly expect: Expect & { readonly fault: FaultId | null } }

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;

export type TokenInput =
  | { readonly kind: 'blind'; readonly input: string; readonly random: string }
  | { readonly kind: 'evaluate'; readonly info: string; readonly blinded: readonly string[]; readonly proofRandom: string }
  | { readonly kind: 'finalize'; readonly info: string; readonly inputs: readonly string[]; readonly randoms: readonly string[]; readonly evaluated: readonly string[]; readonly proof: string; readonly publicKey: string }
  | { readonly kind: 'redeem' | 'key' };

export const tokens = read<{
  readonly seed: string; readonly purpose: string; readonly secret: string; readonly publicKey: string;
  readonly vectors: readonly Vector<TokenInput, { readonly blinded?: string | null; readonly evaluated?: readonly string[] | null; readonly outputs?: readonly string[] | null }>[];
}>('tokens');

export type LogInput =
  | { readonly kind: 'checkpoint'; readonly known: string | null; readonly note: string; readonly neededWitnesses: number; readonly proof: readonly string[] }
  | { readonly kind: 'entry'; readonly note: string; readonly entry: string; readonly index: number; readonly proof: readonly string[] };

export const log = read<{
  readonly log: string; readonly witnesses: readonly string[];
  readonly vectors: readonly Vector<LogInput, { readonly value: CheckpointSummary | null }>[];
}>('log-faults');

/** Long shares are packed in the file. */
export const bytesOfShare = (text: string): Uint8Array =>
  text.startsWith('zlib:') ? Uint8Array.from(inflateSync(Buffer.from(text.slice('zlib:'.length), 'hex'))) : bytesOfHex(text);

export const shares = read<{
  readonly rootKey: string; readonly trustList: string; readonly statusList: string; readonly venue: string; readonly terminals: readonly string[];
  readonly vectors: readonly Vector<{ readonly capacity: number | null; readonly codes: readonly string[]; readonly shares: readonly string[]; readonly accepted: readonly string[] },
    { readonly answers: readonly { readonly fault: FaultId | null; readonly merged: MergedReplay | null }[]; readonly sightings: readonly string[]; readonly memory: string }>[];
}>('replay-shares');

/** One verifier takes all steps of a vector. */
export type ClockStep = { readonly now: number } & (
  | { readonly do: 'judge'; readonly text: string; readonly scope: string }
  | { readonly do: 'trust-list' | 'status-list'; readonly bytes: string }
  | { readonly do: 'server'; readonly server: number }
  | { readonly do: 'restart' });

export const workClock = read<{
  readonly rootKey: string;
  readonly vectors: readonly Vector<{ readonly steps: readonly ClockStep[] },
    { readonly answers: readonly { readonly outcome: string | null; readonly fault: FaultId | null }[] }>[];
}>('work-clock');

export const sceneKeys = read<{
  readonly vectors: readonly Vector<{ readonly kind: 'derive' | 'hold'; readonly scopeId: number; readonly utcDay: number; readonly secret: string; readonly before?: number }, object>[];
}>('scene-keys');
