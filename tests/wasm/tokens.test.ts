// Anonymous tokens: the phone's side in the module, the server's by an implementation from outside (@noble/curves).
import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import type { PendingToken } from '@citycode/wasm/types';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

const { voprf } = ristretto255_oprf;
const keys = voprf.deriveKeyPair(new Uint8Array(32).fill(5), new TextEncoder().encode('ratings'));

let core: CityCore;
beforeAll(async () => { core = await loadCoreForNode(); });

const pendingTokens = (count: number): PendingToken[] =>
  Array.from({ length: count }, () => ({ input: Uint8Array.from(randomBytes(32)), random: Uint8Array.from(randomBytes(64)) }));
/** What an independent phone and server come to for this input, with a blind of their own. */
function independentOutput(input: Uint8Array): Uint8Array {
  const { blind, blinded } = voprf.blind(input);
  const { evaluated, proof } = voprf.blindEvaluate(keys.secretKey, keys.publicKey, blinded);
  return Uint8Array.from(voprf.finalize(input, blind, evaluated, blinded, keys.publicKey, proof));
}
const blindedOf = (tokens: readonly PendingToken[]): Uint8Array[] => tokens.map((token) => core.tokens.blindToken(token).ok!);

describe('anonymous tokens', () => {
  it.each([1, 2, 64])('a batch of %i is what an independent server recognises', (count) => {
    const tokens = pendingTokens(count);
    const evaluation = voprf.blindEvaluateBatch(keys.secretKey, keys.publicKey, blindedOf(tokens));
    const outputs = core.tokens.finalizeTokens(tokens, evaluation, keys.publicKey);
    expect(outputs.fault).toBeUndefined();
    outputs.ok!.forEach((output, i) => expect(output).toEqual(independentOutput(tokens[i]!.input)));
  });

  it('are refused when the server used another key than the published one', () => {
    const tokens = pendingTokens(2);
    const mark = voprf.deriveKeyPair(new Uint8Array(32).fill(6), new TextEncoder().encode('a key to know somebody by'));
    const evaluation = voprf.blindEvaluateBatch(mark.secretKey, mark.publicKey, blindedOf(tokens));
    expect(core.tokens.finalizeTokens(tokens, evaluation, keys.publicKey)).toEqual({ fault: 'token/bad-proof' });
  });

  it('are refused in another order, with other blinds, and with bytes that are no element', () => {
    const tokens = pendingTokens(2);
    const { evaluated, proof } = voprf.blindEvaluateBatch(keys.secretKey, keys.publicKey, blindedOf(tokens));
    const refusal = (pending: PendingToken[], answers: Uint8Array[], publicKey = keys.publicKey) =>
      core.tokens.finalizeTokens(pending, { evaluated: answers, proof }, publicKey).fault;
    expect(refusal(tokens, evaluated)).toBeUndefined();
    expect(refusal(tokens, [evaluated[1]!, evaluated[0]!])).toBe('token/bad-proof');
    expect(refusal(pendingTokens(2), evaluated)).toBe('token/bad-proof');
    expect(refusal(tokens, [evaluated[0]!, new Uint8Array(32)])).toBe('token/bad-element');
    expect(refusal(tokens, evaluated, new Uint8Array(32))).toBe('token/bad-key');
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
