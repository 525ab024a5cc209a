// Anonymous tokens: the phone's side in the module, the server's by an implementation from outside (@noble/curves).
import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import type { PendingToken } from '@citycode/wasm/types';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

const info = new TextEncoder().encode('tax office, 2026-W48');
const poprf = ristretto255_oprf.poprf(info);
const keys = poprf.deriveKeyPair(new Uint8Array(32).fill(5), new TextEncoder().encode('ratings'));

let core: CityCore;
beforeAll(async () => { core = await loadCoreForNode(); });

const pendingTokens = (count: number): PendingToken[] =>
  Array.from({ length: count }, () => ({ input: Uint8Array.from(randomBytes(32)), random: Uint8Array.from(randomBytes(64)) }));
/** What an independent phone and server come to for this input, with a blind of their own. */
function independentOutput(input: Uint8Array): Uint8Array {
  const { blind, blinded, tweakedKey } = poprf.blind(input, keys.publicKey);
  const { evaluated, proof } = poprf.blindEvaluate(keys.secretKey, blinded);
  return Uint8Array.from(poprf.finalize(input, blind, evaluated, blinded, proof, tweakedKey));
}
const blindedOf = (tokens: readonly PendingToken[]): Uint8Array[] => tokens.map((token) => core.tokens.blindToken(token).ok!);

describe('anonymous tokens', () => {
  it.each([1, 2, 64])('a batch of %i is what an independent server recognises', (count) => {
    const tokens = pendingTokens(count);
    const evaluation = poprf.blindEvaluateBatch(keys.secretKey, blindedOf(tokens));
    const outputs = core.tokens.finalizeTokens(tokens, info, evaluation, keys.publicKey);
    expect(outputs.fault).toBeUndefined();
    outputs.ok!.forEach((output, i) => expect(output).toEqual(independentOutput(tokens[i]!.input)));
  });

  it('are refused when the server used another key than the published one', () => {
    const tokens = pendingTokens(2);
    const mark = poprf.deriveKeyPair(new Uint8Array(32).fill(6), new TextEncoder().encode('a key to know somebody by'));
    const evaluation = poprf.blindEvaluateBatch(mark.secretKey, blindedOf(tokens));
    expect(core.tokens.finalizeTokens(tokens, info, evaluation, keys.publicKey)).toEqual({ fault: 'token/bad-proof' });
  });

  it('are refused when the server bound them to something else', () => {
    const tokens = pendingTokens(1);
    const evaluation = ristretto255_oprf.poprf(new TextEncoder().encode('another office')).blindEvaluateBatch(keys.secretKey, blindedOf(tokens));
    expect(core.tokens.finalizeTokens(tokens, info, evaluation, keys.publicKey)).toEqual({ fault: 'token/bad-proof' });
  });

  it('are refused in another order, with other blinds, and with bytes that are no element', () => {
    const tokens = pendingTokens(2);
    const { evaluated, proof } = poprf.blindEvaluateBatch(keys.secretKey, blindedOf(tokens));
    const refusal = (pending: PendingToken[], answers: Uint8Array[], publicKey = keys.publicKey, boundTo = info) =>
      core.tokens.finalizeTokens(pending, boundTo, { evaluated: answers, proof }, publicKey).fault;
    expect(refusal(tokens, evaluated)).toBeUndefined();
    expect(refusal(tokens, [evaluated[1]!, evaluated[0]!])).toBe('token/bad-proof');
    expect(refusal(pendingTokens(2), evaluated)).toBe('token/bad-proof');
    expect(refusal(tokens, [evaluated[0]!, new Uint8Array(32)])).toBe('token/bad-element');
    expect(refusal(tokens, evaluated, new Uint8Array(32))).toBe('token/bad-key');
    expect(refusal(tokens, evaluated, keys.publicKey, new Uint8Array(65))).toBe('token/bad-element');
    expect(refusal(tokens, evaluated.slice(1))).toBe('request/malformed');
    expect(refusal([], [])).toBe('request/malformed');
    expect(refusal(tokens, evaluated, new Uint8Array(31))).toBe('request/malformed');
  });

  it('need a blind of 64 random bytes', () => {
    expect(core.tokens.blindToken({ input: new Uint8Array(32), random: new Uint8Array(64) })).toEqual({ fault: 'token/bad-key' });
    expect(core.tokens.blindToken({ input: new Uint8Array(32), random: new Uint8Array(32).fill(1) })).toEqual({ fault: 'request/malformed' });
    expect(core.tokens.blindToken({ input: new Uint8Array(65), random: new Uint8Array(64).fill(1) })).toEqual({ fault: 'token/bad-element' });
  });
});
