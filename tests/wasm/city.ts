// The test city of tests/vectors/codes.json (written by tests/core/make_vectors.cpp) and what can be made of it.
import { readFileSync } from 'node:fs';
import type { CityCore } from '@citycode/wasm';
import type { Verdict, VerifyRequest } from '@citycode/wasm/types';

export interface CodeVector {
  readonly id: string;
  readonly now: number;
  readonly input: {
    readonly text: string;
    readonly scope: string;
    readonly venue: string;
    readonly nonce: string | null;
    readonly shownBefore: readonly string[];
    readonly withTrustList: boolean;
    /** As an answer of the city showed it; none: nothing is known. */
    readonly clockAheadSeconds?: number;
    /** Names in `statusLists`, adopted in this order; some are refused. */
    readonly statusLists: readonly string[];
    readonly adoptedAt: number;
    readonly sceneKeys: readonly { readonly scopeId: number; readonly utcDay: number; readonly secret: string }[];
  };
  /** All that the verdict says; checks by name: the state, and behind a space the fault. `before`: the outcomes of `shownBefore`. */
  readonly expect: { readonly outcome: string; readonly fault: string | null; readonly before: readonly string[]; readonly checks: Readonly<Record<string, string>> };
}

interface VectorFile {
  readonly rootKey: string;
  readonly trustList: string;
  readonly statusLists: Readonly<Record<string, string>>;
  readonly vectors: readonly CodeVector[];
}

const file = JSON.parse(readFileSync(new URL('../vectors/codes.json', import.meta.url), 'utf8')) as VectorFile;

export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const rootKey = bytesOfHex(file.rootKey);
export const trustList = bytesOfHex(file.trustList);
export const statusLists: Readonly<Record<string, Uint8Array>> =
  Object.fromEntries(Object.entries(file.statusLists).map(([name, hex]) => [name, bytesOfHex(hex)]));
export const vectors = file.vectors;

export const statusListsOf = ({ input }: CodeVector): readonly Uint8Array[] => input.statusLists.map((name) => statusLists[name]!);

export function vector(id: string): CodeVector {
  const found = vectors.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`tests/vectors/codes.json has no ${id}`);
  return found;
}

/** A verdict as `expect` has it. */
export const expectationOf = (verdict: Verdict, before: readonly string[]): unknown => ({
  ...verdict, before,
  checks: Object.fromEntries(verdict.checks.map(({ check, state, fault }) => [check, fault === null ? state : `${state} ${fault}`])),
});

export function requestOf({ now, input }: CodeVector): VerifyRequest {
  return {
    nowUnixSeconds: now, scopeName: input.scope, venueId: input.venue,
    ...(input.clockAheadSeconds === undefined ? {} : { clockAheadSeconds: input.clockAheadSeconds }),
    ...(input.nonce === null ? {} : { nonce: bytesOfHex(input.nonce) }),
  };
}

/** tests/core/test_city.h: the holder's seed and the start of the slot of valid/fresh. */
export const holderSeed = new Uint8Array(32).fill(3);
export const slotUnixSeconds = 1_800_000_000;

export const adoptTrustList = (core: CityCore): void => {
  const outcome = core.verifier.loadTrustList(trustList, rootKey);
  if (!outcome.ok) throw new Error(`the test city's list is refused: ${outcome.fault}`);
  const status = core.verifier.loadStatusList(statusLists['today']!, slotUnixSeconds);
  if (!status.ok) throw new Error(`the test city's status list is refused: ${status.fault}`);
};

/** What the terminal of a vector holds. */
export const holdSceneKeys = (core: CityCore, { input }: CodeVector): void => {
  const outcome = core.verifier.holdSceneKeys(input.sceneKeys.map(({ scopeId, utcDay, secret }) => ({ scopeId, utcDay, secret: bytesOfHex(secret) })));
  if (!outcome.ok) throw new Error(`a scene key is refused: ${outcome.fault}`);
};

const kBase45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function decodeBase45(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [...text.slice(i, i + 3)].map((character) => kBase45.indexOf(character));
    const value = a! + 45 * b! + 2025 * (c ?? 0);
    if (c === undefined) bytes.push(value);
    else bytes.push(value >> 8, value & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The pass inside a code: the protected header is {1: -8, 13: pass}, a 2-byte-length string after the array's head. */
export function passInside(text: string): Uint8Array {
  const code = decodeBase45(text.slice('CC1:'.length));
  const headerSize = code[1] === 0x58 ? code[2]! : (code[2]! << 8) | code[3]!;
  const headerAt = code[1] === 0x58 ? 3 : 4;
  return code.slice(headerAt + 4, headerAt + headerSize);
}
