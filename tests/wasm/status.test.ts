// Status lists and deltas, by the vectors: what is taken, and the entry for revocation in the verdicts that follow.
import type { CityCore } from '@citycode/wasm';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOfOffer, statusRootKey, statusTrustListOf, statusVectors } from './status-vectors.js';
import { freshCore } from './raw-module.js';

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

describe('status lists', () => {
  it.each(statusVectors.map((each) => [each.id, each] as const))('%s', (_, vector) => {
    const { input, expect: expected } = vector;
    expect(core.verifier.loadTrustList(statusTrustListOf(vector), statusRootKey).ok).toBeDefined();
    const answers = input.offers.map((offer) => {
      const outcome = core.verifier.loadStatusList(bytesOfOffer(offer), offer.now);
      return { fault: outcome.fault ?? null, adopted: outcome.ok ?? null };
    });
    expect(answers).toEqual(expected.answers);
    expect(answers.at(-1)!.fault).toBe(expected.fault);
    const checks = input.questions.map(({ code, now, scope }) => {
      const verdict = core.verifier.verifyCode(code, { nowUnixSeconds: now, scopeName: scope }).ok!;
      const { state, fault } = verdict.checks.find(({ check }) => check === 'revocation')!;
      return { state, fault, freshness: verdict.statusFreshness, ageSeconds: verdict.statusAgeSeconds };
    });
    expect(checks).toEqual(expected.checks);
  });
});
