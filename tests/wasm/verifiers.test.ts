// Verifiers of one module know nothing of one another, and nothing of one is left once it is closed.
import { Binding, CityCore, faultIds, type CoreModule } from '@citycode/wasm';
import { beforeEach, describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, requestOf, slotUnixSeconds, statusLists, trustList, vector } from './city.js';
import { freshModule } from './raw-module.js';

const fresh = vector('valid/fresh');
const sealed = vector('valid/identity');
const sceneKey = { scopeId: 1, utcDay: sealed.input.sceneKeys[0]!.utcDay, secret: bytesOfHex(sealed.input.sceneKeys[0]!.secret) };
const kMostVerifiers = 16;   // CC_MAX_VERIFIERS

let module: CoreModule;
const open = (): CityCore => new CityCore(new Binding(module));
const judged = (core: CityCore, each = fresh): string => {
  const { outcome, fault } = core.verifier.verifyCode(each.input.text, requestOf(each)).ok!;
  return fault ?? outcome;
};

beforeEach(async () => { module = await freshModule(); });

describe('two verifiers of one module', () => {
  it('have each its lists and its memory', () => {
    const [here, there] = [open(), open()];
    adoptTrustList(here);
    expect([judged(here), judged(here)]).toEqual(['valid', 'replay/seen']);
    expect(judged(there)).toBe('trust/missing');
    adoptTrustList(there);
    expect([judged(there), judged(there)]).toEqual(['valid', 'replay/seen']);
  });

  it('believe each its own status list, of other versions too', () => {
    const [here, there] = [open(), open()];
    for (const core of [here, there]) adoptTrustList(core);
    for (const name of ['today', 'delta']) here.verifier.loadStatusList(statusLists[name]!, slotUnixSeconds);
    expect(judged(here)).toBe('revocation/revoked');
    expect(judged(there)).toBe('valid');
  });

  it('hold each its own scene keys, and forget no other\'s', () => {
    const [here, there] = [open(), open()];
    for (const core of [here, there]) adoptTrustList(core);
    here.verifier.holdSceneKeys([sceneKey]);
    there.verifier.holdSceneKeys([]);
    expect(judged(there, sealed)).toBe('scope/scene-key-missing');
    expect(judged(here, sealed)).toBe('valid');
  });

  it('read each its own list that comes as codes', () => {
    const [here, there] = [open(), open()];
    const parts = here.verifier.splitList(trustList, 'trust-list', 100).ok!;
    const joined = (core: CityCore, part: string): number => core.verifier.joinListPart(part, 'trust-list').ok!.have;
    expect([joined(here, parts[0]!), joined(there, parts[0]!), joined(here, parts[1]!)]).toEqual([1, 1, 2]);
  });
});

describe('a verifier that is closed', () => {
  it('is refused with every verb that is about it, and the other goes on', () => {
    const [here, there] = [open(), open()];
    adoptTrustList(here);
    adoptTrustList(there);
    here.close();
    expect(here.verifier.saveReplay(fresh.now).fault).toBe('request/malformed');
    expect(here.verifier.verifyCode(fresh.input.text, requestOf(fresh)).fault).toBe('request/malformed');
    expect(here.reader.scanFrame(new Uint8Array(16), { widthPx: 4, heightPx: 4, format: 'luma' }).fault).toBe('request/malformed');
    expect(here.holder.drawSvg('A').ok).toBeDefined();   // about no verifier
    expect(judged(there)).toBe('valid');
  });

  it('never comes back under its handle', () => {
    const first = module._cc_verifier_open();
    expect(module._cc_verifier_close(first)).toBe(0);
    const malformed = 1 + faultIds.indexOf('request/malformed');
    expect(module._cc_verifier_open()).toBeGreaterThan(first);
    expect([module._cc_verifier_close(first), module._cc_save_replay(first, 0), module._cc_answer_size()]).toEqual([malformed, malformed, 0]);
  });

  it('makes room for another, of as many as may be open', () => {
    const handles = Array.from({ length: kMostVerifiers }, () => module._cc_verifier_open());
    expect(new Set(handles).size).toBe(kMostVerifiers);
    expect(handles).not.toContain(0);
    expect(module._cc_verifier_open()).toBe(0);
    module._cc_verifier_close(handles[3]!);
    expect(module._cc_verifier_open()).toBeGreaterThan(handles.at(-1)!);
    expect(module._cc_verifier_open()).toBe(0);
  });
});

it('a handle that nobody was given is refused', () => {
  open();
  for (const nobody of [0, -1, 2, 2 ** 31 - 1]) expect(module._cc_forget_scene_keys(nobody)).toBe(1 + faultIds.indexOf('request/malformed'));
});
