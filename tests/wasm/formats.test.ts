// Tokens, the log, shares and scene keys, by the vectors; tokens also by an implementation from outside (@noble/curves).
import type { CityCore } from '@citycode/wasm';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOfHex, hexOf } from './city.js';
import { bytesOfShare, log, sceneKeys, shares, tokens, workClock, type ClockStep, type LogInput } from './format-vectors.js';
import { freshCore } from './raw-module.js';

const { poprf } = ristretto255_oprf;

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

const named = <T extends { readonly id: string }>(vectors: readonly T[]): (readonly [string, T])[] => vectors.map((each) => [each.id, each] as const);

/** Blinded anew: the output does not depend on the blind. */
function outputOf(input: Uint8Array, info: Uint8Array, { secretKey, publicKey }: { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array }): Uint8Array {
  const bound = poprf(info);
  const { blind, blinded, tweakedKey } = bound.blind(input, publicKey);
  const { evaluated, proof } = bound.blindEvaluate(secretKey, blinded);
  return Uint8Array.from(bound.finalize(input, blind, evaluated, blinded, proof, tweakedKey));
}

describe('tokens', () => {
  it.each(named(tokens.vectors.filter(({ input }) => input.kind === 'blind')))('%s', (_, { input, expect: expected }) => {
    if (input.kind !== 'blind') throw new Error('not a blind');
    const outcome = core.tokens.blindToken({ input: bytesOfHex(input.input), random: bytesOfHex(input.random) });
    expect({ fault: outcome.fault ?? null, blinded: outcome.ok ? hexOf(outcome.ok) : null }).toEqual(expected);
  });

  it.each(named(tokens.vectors.filter(({ input }) => input.kind === 'finalize')))('%s', (_, { input, expect: expected }) => {
    if (input.kind !== 'finalize') throw new Error('not a finalize');
    const pending = input.inputs.map((each, i) => ({ input: bytesOfHex(each), random: bytesOfHex(input.randoms[i]!) }));
    const outcome = core.tokens.finalizeTokens(pending, bytesOfHex(input.info), { evaluated: input.evaluated.map(bytesOfHex), proof: bytesOfHex(input.proof) }, bytesOfHex(input.publicKey));
    expect({ fault: outcome.fault ?? null, outputs: outcome.ok?.map(hexOf) ?? null }).toEqual(expected);
  });

  it('are what an implementation from outside makes with the same key', () => {
    const keys = poprf(new Uint8Array()).deriveKeyPair(bytesOfHex(tokens.seed), new TextEncoder().encode(tokens.purpose));
    expect([hexOf(keys.secretKey), hexOf(keys.publicKey)]).toEqual([tokens.secret, tokens.publicKey]);
    for (const { input, expect: expected } of tokens.vectors) {
      if (input.kind === 'evaluate' && expected.fault === null) {
        const { evaluated } = poprf(bytesOfHex(input.info)).blindEvaluateBatch(keys.secretKey, input.blinded.map(bytesOfHex));
        expect(evaluated.map(hexOf)).toEqual(expected.evaluated);
      }
      if (input.kind === 'finalize' && expected.fault === null)
        expect(input.inputs.map((each) => hexOf(outputOf(bytesOfHex(each), bytesOfHex(input.info), keys)))).toEqual(expected.outputs);
    }
  });
});

function answerTo(input: LogInput, now: number): { fault: string | null; value: unknown } {
  const policy = { logKey: log.log, witnessKeys: log.witnesses, neededWitnesses: input.kind === 'entry' ? 0 : input.neededWitnesses };
  if (input.kind === 'entry') {
    expect(core.log.loadCheckpoint(input.note, policy, now).ok).toBeDefined();
    return { fault: core.log.verifyInclusion(bytesOfHex(input.entry), input.index, input.proof.map(bytesOfHex)).fault ?? null, value: null };
  }
  if (input.known !== null) expect(core.log.loadCheckpoint(input.known, policy, now).ok).toBeDefined();
  const outcome = core.log.loadCheckpoint(input.note, policy, now, input.proof.map(bytesOfHex));
  return { fault: outcome.fault ?? null, value: outcome.ok ?? null };
}

describe('the log', () => {
  it.each(named(log.vectors))('%s', (_, { now, input, expect: expected }) => {
    expect(answerTo(input, now)).toEqual(expected);
  });
});

describe('shares', () => {
  /** The module's memory has one size, and accepts codes only. */
  const ours = shares.vectors.filter(({ input }) => input.capacity === null && input.accepted.length === 0);
  it.each(named(ours))('%s', (_, { now, input, expect: expected }) => {
    expect(core.verifier.loadTrustList(bytesOfHex(shares.trustList), bytesOfHex(shares.rootKey)).ok).toBeDefined();
    expect(core.verifier.loadStatusList(bytesOfHex(shares.statusList), now).ok).toBeDefined();
    for (const code of input.codes) expect(core.verifier.verifyCode(code, { nowUnixSeconds: now, scopeName: 'transit' }).ok!.outcome).toBe('valid');
    const answers = input.shares.map((share) => {
      const outcome = core.verifier.mergeReplay(bytesOfShare(share), shares.venue, shares.terminals.map(bytesOfHex), now);
      return { fault: outcome.fault ?? null, merged: outcome.ok ?? null };
    });
    expect({ fault: answers.at(-1)!.fault, answers, sightings: [], memory: hexOf(core.verifier.saveReplay(now).ok!) }).toEqual(expected);
  });
});

/** Gives what one step of work-clock.json expects; `taken` are the lists that a restart brings back. */
async function answerToStep(step: ClockStep, taken: ClockStep[]): Promise<{ outcome: string | null; fault: string | null }> {
  const { now } = step;
  if (step.do === 'judge') {
    const verdict = core.verifier.verifyCode(step.text, { nowUnixSeconds: now, scopeName: step.scope }).ok!;
    return { outcome: verdict.outcome, fault: verdict.fault };
  }
  let fault: string | null = null;
  if (step.do === 'server') expect(core.verifier.confirmTime(step.server, now).ok).toBe(true);
  else if (step.do === 'trust-list') fault = core.verifier.loadTrustList(bytesOfHex(step.bytes), bytesOfHex(workClock.rootKey), now).fault ?? null;
  else if (step.do === 'status-list') fault = core.verifier.loadStatusList(bytesOfHex(step.bytes), now).fault ?? null;
  else {
    const saved = core.verifier.saveReplay(now).ok!;
    core = await freshCore();
    for (const earlier of taken) await answerToStep(earlier, []);
    expect(core.verifier.loadReplay(saved, now).ok).toBeDefined();
  }
  if ('bytes' in step && fault === null) taken.push(step);
  return { outcome: null, fault };
}

describe('a clock that goes back', () => {
  it.each(named(workClock.vectors))('%s', async (_, { input, expect: expected }) => {
    const taken: ClockStep[] = [];
    const answers = [];
    for (const step of input.steps) answers.push(await answerToStep(step, taken));
    expect({ fault: answers.at(-1)!.fault, answers }).toEqual(expected);
  });
});

describe('scene keys', () => {
  it.each(named(sceneKeys.vectors.filter(({ input }) => input.kind === 'hold')))('%s', (_, { input, expect: expected }) => {
    const { scopeId, utcDay, secret, before = 0 } = input;
    const others = Array.from({ length: before }, (_, other) => ({ scopeId, utcDay: other, secret: new Uint8Array(32).fill(3) }));
    expect(core.verifier.holdSceneKeys(others).ok).toBe(true);
    expect(core.verifier.holdSceneKeys([...others, { scopeId, utcDay, secret: bytesOfHex(secret) }]).fault ?? null).toBe(expected.fault);
  });
});
