// tests/vectors/status-lists.json (written by tests/core/make_status_vectors.cpp).
import { readFileSync } from 'node:fs';
import type { FaultId } from '@citycode/wasm';
import type { StatusListSummary } from '@citycode/wasm/types';
import { bytesOfHex } from './city.js';

/** Bytes too many to write down: `count` times `byte`, to be put in before the byte at `at`. */
interface Run { readonly at: number; readonly byte: number; readonly count: number }

export interface StatusOffer { readonly now: number; readonly bytes: string; readonly run: Run | null }

export interface StatusVector {
  readonly id: string;
  readonly input: {
    /** A name in `trustLists`. */
    readonly trustList: string;
    readonly offers: readonly StatusOffer[];
    readonly questions: readonly { readonly now: number; readonly scope: string; readonly code: string }[];
  };
  readonly expect: {
    readonly fault: FaultId | null;
    readonly answers: readonly { readonly fault: FaultId | null; readonly adopted: StatusListSummary | null }[];
    readonly checks: readonly { readonly state: string; readonly fault: FaultId | null; readonly freshness: string; readonly ageSeconds: number | null }[];
  };
}

const file = JSON.parse(readFileSync(new URL('../vectors/status-lists.json', import.meta.url), 'utf8')) as {
  rootKey: string; trustLists: Readonly<Record<string, string>>; vectors: StatusVector[];
};

export function bytesOfOffer({ bytes: hex, run }: StatusOffer): Uint8Array {
  const written = bytesOfHex(hex);
  if (!run) return written;
  return Uint8Array.from(Buffer.concat([written.subarray(0, run.at), Buffer.alloc(run.count, run.byte), written.subarray(run.at)]));
}

export const statusRootKey = bytesOfHex(file.rootKey);
export const statusTrustListOf = ({ input }: StatusVector): Uint8Array => bytesOfHex(file.trustLists[input.trustList]!);
export const statusVectors: readonly StatusVector[] = file.vectors;
