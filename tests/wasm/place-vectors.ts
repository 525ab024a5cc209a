// tests/vectors/places.json (written by tests/core/make_place_vectors.cpp).
import { readFileSync } from 'node:fs';
import type { FaultId } from '@citycode/wasm';
import { bytesOfHex } from './city.js';

export interface PlaceVector {
  readonly id: string;
  readonly now: number;
  readonly input: { readonly kind: 'venue' | 'portal'; readonly bytes: string; readonly withTrustList: boolean };
  readonly expect: { readonly fault: FaultId | null; readonly value: unknown };
}

const file = JSON.parse(readFileSync(new URL('../vectors/places.json', import.meta.url), 'utf8')) as {
  rootKey: string; trustList: string; vectors: PlaceVector[];
};

export const placeRootKey = bytesOfHex(file.rootKey);
export const placeTrustList = bytesOfHex(file.trustList);
export const placeVectors: readonly PlaceVector[] = file.vectors;
