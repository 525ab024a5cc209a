// tests/vectors/trust-life.json (written by tests/core/make_list_vectors.cpp).
import { readFileSync } from 'node:fs';
import type { FaultId, ListKind } from '@citycode/wasm';
import { bytesOfHex } from './city.js';

export interface ListVector {
  readonly id: string;
  readonly now: number;
  readonly input: { readonly adopted: readonly string[]; readonly adoptedAt: number; readonly anchors: string; readonly list: string };
  readonly expect: { readonly fault: FaultId | null; readonly anchors: string | null };
}

export interface SequenceVector {
  readonly id: string;
  readonly input: { readonly kind: ListKind; readonly texts: readonly string[] };
  readonly expect: { readonly faults: readonly (FaultId | null)[]; readonly total: number; readonly have: number; readonly list: string | null };
}

const file = JSON.parse(readFileSync(new URL('../vectors/trust-life.json', import.meta.url), 'utf8')) as {
  vectors: ListVector[]; sequences: SequenceVector[]; rootKey: string;
};

export const listRootKey = bytesOfHex(file.rootKey);
export const listVectors: readonly ListVector[] = file.vectors;
export const sequenceVectors: readonly SequenceVector[] = file.sequences;
