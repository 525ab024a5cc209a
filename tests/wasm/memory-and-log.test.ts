// The replay memory between terminals and over a reload, and the public log, through the module.
import type { CityCore } from '@citycode/wasm';
import { loadCoreForNode } from '@citycode/wasm/node';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, requestOf, vector } from './city.js';

const fresh = vector('valid/fresh');
const venue = 'gate-1';
const seed = new Uint8Array(32).fill(51);

async function terminal(): Promise<CityCore> {
  const core = await loadCoreForNode();
  adoptTrustList(core);
  return core;
}

function signedShares(core: CityCore, since = 0): Uint8Array[] {
  const { publicKey } = core.holder.sign(seed, new Uint8Array(0)).ok!;
  return core.verifier.shareReplay(venue, since, fresh.now).ok!.map((payload) => {
    const { signature } = core.holder.sign(seed, core.verifier.shareToBeSigned(payload, publicKey).ok!).ok!;
    return core.verifier.writeShare(payload, publicKey, signature).ok!;
  });
}

describe('the replay memory', () => {
  it('of one terminal refuses what another of the venue has seen', async () => {
    const [here, there] = [await terminal(), await terminal()];
    expect(here.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok?.outcome).toBe('valid');
    const { publicKey } = here.holder.sign(seed, new Uint8Array(0)).ok!;
    const [share, ...more] = signedShares(here);
    expect(more).toHaveLength(0);
    expect(there.verifier.mergeReplay(share!, venue, [new Uint8Array(32).fill(9)], fresh.now)).toEqual({ fault: 'replay/bad-share' });
    expect(there.verifier.mergeReplay(share!, 'gate-2', [publicKey], fresh.now)).toEqual({ fault: 'replay/bad-share' });
    expect(there.verifier.mergeReplay(share!, '', [publicKey], fresh.now)).toEqual({ fault: 'request/malformed' });
    expect(there.verifier.mergeReplay(share!, venue, [publicKey], fresh.now)).toEqual({ ok: { added: 1, renewed: 0, ignored: 0 } });
    expect(there.verifier.mergeReplay(share!, venue, [publicKey], fresh.now)).toEqual({ ok: { added: 0, renewed: 0, ignored: 1 } });
    expect(there.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok?.fault).toBe('replay/seen');
    expect(signedShares(here, fresh.now + 1)).toHaveLength(0);
  });

  it('cannot be shared by a terminal that knows no city yet', async () => {
    const core = await loadCoreForNode();
    expect(core.verifier.mergeReplay(new Uint8Array(9), venue, [], fresh.now)).toEqual({ fault: 'trust/missing' });
  });

  it('is there again in a new module', async () => {
    const before = await terminal();
    before.verifier.verifyCode(fresh.input.text, requestOf(fresh));
    const saved = before.verifier.saveReplay(fresh.now).ok!;
    const after = await terminal();
    expect(after.verifier.loadReplay(saved, fresh.now).ok?.added).toBe(1);
    expect(after.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok?.fault).toBe('replay/seen');
    expect(after.verifier.saveReplay(fresh.now).ok).toEqual(saved);
    expect(after.verifier.loadReplay(saved.subarray(1), fresh.now)).toEqual({ fault: 'replay/bad-share' });
    expect(after.verifier.saveReplay(NaN)).toEqual({ fault: 'request/malformed' });
  });
});

interface LogVectors {
  readonly large: readonly { size: number; root: string; proofs: readonly { index: number; inclusion: string[] }[] }[];
  readonly checkpoints: readonly { why: string; log: string; witnesses: string[]; note: string; times: number[] }[];
}
const log = JSON.parse(readFileSync(new URL('../vectors/log.json', import.meta.url), 'utf8')) as LogVectors;
const later = 4_000_000_000;
const entry = (index: number): Uint8Array => new TextEncoder().encode(`entry ${index}`);

describe('the public log', () => {
  const [alone, , three] = log.checkpoints;
  const policy = { logKey: three!.log, witnessKeys: three!.witnesses, neededWitnesses: 3 };

  it('gives a checkpoint that the log and its witnesses signed', async () => {
    const core = await loadCoreForNode();
    const read = core.log.loadCheckpoint(three!.note, policy, later).ok!;
    expect(read).toMatchObject({ origin: 'log.example.org/city', size: 70_000, root: log.large.at(-1)!.root });
    expect(read.witnesses.map(({ atUnixSeconds }) => atUnixSeconds)).toEqual(three!.times);
    expect(core.log.loadCheckpoint(alone!.note, policy, later)).toEqual({ fault: 'log/too-few-witnesses' });
    expect(core.log.loadCheckpoint(three!.note.replace('70000', '70001'), policy, later)).toEqual({ fault: 'log/bad-signature' });
    expect(core.log.loadCheckpoint(three!.note, { ...policy, logKey: 'nonsense' }, later)).toEqual({ fault: 'log/bad-signature' });
  });

  it('holds the entries that a proof shows, and no others', async () => {
    const core = await loadCoreForNode();
    const { proofs } = log.large.at(-1)!;
    expect(core.log.verifyInclusion(entry(0), 0, [])).toEqual({ fault: 'log/bad-checkpoint' });
    core.log.loadCheckpoint(alone!.note, { logKey: alone!.log }, later);
    for (const { index, inclusion } of proofs) {
      const proof = inclusion.map(bytesOfHex);
      expect(core.log.verifyInclusion(entry(index), index, proof)).toEqual({ ok: true });
      expect(core.log.verifyInclusion(entry(index + 1), index, proof)).toEqual({ fault: 'log/bad-proof' });
      expect(core.log.verifyInclusion(entry(index), index, proof.slice(1))).toEqual({ fault: 'log/bad-proof' });
    }
    expect(core.log.verifyInclusion(entry(0), -1, [])).toEqual({ fault: 'request/malformed' });
  });
});
