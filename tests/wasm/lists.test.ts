// The life of trust lists, by the vectors: which may follow which, and lists that come as codes.
import type { CityCore, ListProgress } from '@citycode/wasm';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOfHex, hexOf, trustList } from './city.js';
import { listRootKey, listVectors, sequenceVectors } from './list-vectors.js';
import { freshCore } from './raw-module.js';

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

describe('loadTrustList', () => {
  it.each(listVectors.map((each) => [each.id, each] as const))('%s, by what the host kept', (_, { now, input, expect: expected }) => {
    const outcome = core.verifier.loadTrustList(bytesOfHex(input.list), input.anchors, now);
    expect({ fault: outcome.fault ?? null, anchors: outcome.ok?.anchors ?? null }).toEqual(expected);
  });

  it.each(listVectors.map((each) => [each.id, each] as const))('%s, by what the module remembers', (_, { now, input, expect: expected }) => {
    for (const list of input.adopted) expect(core.verifier.loadTrustList(bytesOfHex(list), listRootKey, input.adoptedAt).ok).toBeDefined();
    const outcome = core.verifier.loadTrustList(bytesOfHex(input.list), listRootKey, now);
    expect({ fault: outcome.fault ?? null, anchors: outcome.ok?.anchors ?? null }).toEqual(expected);
  });

  it('does not ask about the future when there is no clock', () => {
    const future = listVectors.find(({ id }) => id === 'adopt/future/301')!;
    expect(core.verifier.loadTrustList(bytesOfHex(future.input.list), future.input.anchors).ok).toBeDefined();
  });
});

describe('joinListPart', () => {
  it.each(sequenceVectors.map((each) => [each.id, each] as const))('%s', (_, { input, expect: expected }) => {
    let progress: ListProgress = { total: 0, have: 0, list: null };
    const faults = input.texts.map((text, i) => {
      const joined = core.verifier.joinListPart(text, input.kind, i === 0);
      if (joined.ok) progress = joined.ok;
      return joined.fault ?? null;
    });
    expect(faults).toEqual(expected.faults);
    if (expected.list !== null) expect(hexOf(progress.list!)).toBe(expected.list);
    else expect(progress.list).toBeNull();
  });

  it('brings back what splitList gave, from the bytes of symbols, in another order', () => {
    const texts = core.verifier.splitList(trustList, 'trust-list', 300).ok!;
    expect(texts.length).toBeGreaterThan(2);
    const [first, ...others] = [...texts].reverse();
    let joined = core.verifier.joinListPart(new TextEncoder().encode(first!), 'trust-list', true);
    for (const text of others) joined = core.verifier.joinListPart(text, 'trust-list');
    expect(joined.ok!.have).toBe(texts.length);
    expect(hexOf(joined.ok!.list!)).toBe(hexOf(trustList));
  });

  it('forgets what it had when it begins again, or reads another kind', () => {
    const texts = core.verifier.splitList(trustList, 'trust-list', 300).ok!;
    core.verifier.joinListPart(texts[0]!, 'trust-list', true);
    expect(core.verifier.joinListPart(texts[1]!, 'trust-list').ok!.have).toBe(2);
    expect(core.verifier.joinListPart(texts[1]!, 'trust-list', true).ok!.have).toBe(1);
    expect(core.verifier.joinListPart(texts[1]!, 'status-list').fault).toBe('trust/parts-mixed');
    expect(core.verifier.joinListPart(texts[1]!, 'trust-list').ok!.have).toBe(1);
  });
});
