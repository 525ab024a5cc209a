// tests/vectors/portals.json (written by tests/core/make_portal_vectors.cpp).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FaultId } from '@citycode/wasm';
import { bytesOfHex } from './city.js';

interface Vector<Input> {
  readonly id: string;
  readonly now: number;
  readonly input: Input;
  readonly expect: { readonly fault: FaultId | null; readonly value: unknown };
}

export type ProofVector = Vector<{ readonly kind: 'proof'; readonly secret: string; readonly second: number }>;
/** A request, and the id of the living code with which the relay was asked. */
export type NamedVector = Vector<{ readonly kind: 'named'; readonly request: string; readonly named: string }>;
export type AnswerVector = Vector<{ readonly kind: 'answer'; readonly request: string; readonly answer: string; readonly withKey: boolean }>;

const file = JSON.parse(readFileSync(new URL('../vectors/portals.json', import.meta.url), 'utf8')) as {
  rootKey: string; trustList: string; statusList: string; sealingSecret: string;
  vectors: (ProofVector | NamedVector | AnswerVector | Vector<{ readonly kind: 'code' }>)[];
};

export const portalRootKey = bytesOfHex(file.rootKey);
export const portalTrustList = bytesOfHex(file.trustList);
export const portalStatusList = bytesOfHex(file.statusList);
export const sealingSecret = bytesOfHex(file.sealingSecret);
const ofKind = <V extends ProofVector | NamedVector | AnswerVector>(kind: V['input']['kind']): readonly V[] => file.vectors.filter((each) => each.input.kind === kind) as V[];
export const proofVectors = ofKind<ProofVector>('proof');
export const namedVectors = ofKind<NamedVector>('named');
export const answerVectors = ofKind<AnswerVector>('answer');
export const answerNamed = (id: string): AnswerVector => answerVectors.find((each) => each.id === id)!;

/** Of whatever it is. */
export const requestIdOf = (request: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(request).digest().subarray(0, 16));
