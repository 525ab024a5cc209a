// The status list of a million passes of which one per cent is revoked: its bytes, how long it takes to adopt and to ask;
// beside it the Token Status List of the same set, as Node's zlib reads it, and what entropy allows. Then lists of ten thousand
// and of a million revoked, scattered over universes of 2^24 and of 2^32: what room for more passes a day costs.
import { deflateSync, inflateSync } from 'node:zlib';
import { loadCoreForNode } from '@citycode/wasm/node';
import { codeSet, rootKey, signStatusList, slotUnixSeconds, trustList } from '../lib/city.mjs';
import { inTurn, quick, report, say, seed } from '../lib/measure.mjs';
import { randomFrom } from '../lib/film.mjs';

const kMillion = 1_000_000, kUniverseBits = 20, kServersUniverseBits = 24;
// [revoked, universe bits, the name of both in the metrics]: 2e24 is 2^24.
const kScattered = [[10_000, 24, '10k_of_2e24'], [10_000, 32, '10k_of_2e32'], [kMillion, 24, '1m_of_2e24'], [kMillion, 32, '1m_of_2e32']];

/** `count` of the indices below `universe`, by chance, rising. */
function someOf(universe, count, random) {
  const chosen = new Set();
  while (chosen.size < count) chosen.add(Math.floor(random() * universe));
  return [...chosen].sort((a, b) => a - b);
}

/** log2 of the number of such subsets, in bytes (Stirling). */
function entropyBytes(universe, count) {
  const p = count / universe;
  return Math.ceil(universe * -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)) / 8);
}

function statusBits(indices, universe) {
  const bits = new Uint8Array(universe / 8);
  for (const index of indices) bits[index >> 3] |= 1 << (index & 7);
  return bits;
}

const random = randomFrom(seed);
const core = await loadCoreForNode();
const setOf = (universe, count) => codeSet(someOf(universe, count, random));
const million = someOf(kMillion, kMillion / 100, random);
const set = codeSet(million);
const signed = (bytes, universeBits, version) => signStatusList(core, bytes, { universeBits, version });
const list = signed(set, kUniverseBits, 2);
const scattered = kScattered.map(([count, universeBits, name]) => {
  const universe = 2 ** universeBits, indices = someOf(universe, count, random), bytes = codeSet(indices);
  return { name, universe, universeBits, indices, set: bytes, list: signed(bytes, universeBits, 2), bound: entropyBytes(universe, count) };
});
const manySet = setOf(2 ** kServersUniverseBits, 2 * kMillion);
const many = signed(manySet, kServersUniverseBits, 2);
const packed = deflateSync(statusBits(million, kMillion), { level: 9 });
say(`revocation: ${list.length} bytes, Token Status List ${packed.length} bytes`);

// A module keeps the newest: each load is the same list in a fresh module.
const rounds = quick ? 8 : 30;
async function loadInFresh(bytes) {
  const samples = [];
  for (let round = 0; round < rounds; round++) {
    const fresh = await loadCoreForNode();
    fresh.verifier.loadTrustList(trustList, rootKey);
    const start = performance.now();
    const outcome = fresh.verifier.loadStatusList(bytes, slotUnixSeconds);
    samples.push(performance.now() - start);
    if (!outcome.ok) throw new Error(`the list is refused: ${outcome.fault}`);
  }
  return samples;
}
const loadMs = await loadInFresh(list);
const manyLoadMs = await loadInFresh(many);
for (const one of scattered) one.loadMs = await loadInFresh(one.list);

const { default: makeProbe } = await import(new URL('../../../build/wasm/tests/bench/citycode-probe.mjs', import.meta.url));
async function probeOf(bytes, universeBits) {
  const probe = await makeProbe();
  const at = probe._malloc(bytes.length);
  probe.HEAPU8.set(bytes, at);
  if (probe._probe_take_set(at, bytes.length, universeBits) !== 1) throw new Error('the probe refuses the set');
  return probe;
}
const probe = await probeOf(set, kUniverseBits);
const manyProbe = await probeOf(manySet, kServersUniverseBits);
for (const one of scattered) one.probe = await probeOf(one.set, one.universeBits);
const kLookUps = 20_000;
/** What the probe's look-ups must find. */
function foundOf(indices, universe) {
  const revoked = new Set(indices);
  let index = 0, found = 0;
  for (let i = 0; i < kLookUps; i++) {
    index = (index + 2654435761) % 2 ** 32 % universe;
    found += revoked.has(index) ? 1 : 0;
  }
  return found;
}
const expected = foundOf(million, kMillion);
for (const one of scattered) one.expected = foundOf(one.indices, one.universe);

let peerBits = null;
const peerLookUps = () => {
  let index = 0, found = 0;
  for (let i = 0; i < kLookUps; i++) {
    index = (index + 2654435761) % 2 ** 32 % kMillion;
    found += (peerBits[index >> 3] >> (index & 7)) & 1;
  }
  return found;
};
const mustBe = (found, wanted = expected) => { if (found !== wanted) throw new Error(`${found} of ${wanted} were found`); };
// A look-up is below a microsecond: CPU time, so that a busy machine is not taken for a slow list.
const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const cpuTimed = (samples, call) => () => {
  const start = cpuMs();
  call();
  samples.push(cpuMs() - start);
};
const cpu = { lookUps: [], manyLookUps: [], peerLookUps: [] };
const ms = await inTurn({
  inflate: () => { peerBits = inflateSync(packed); },
  lookUps: cpuTimed(cpu.lookUps, () => mustBe(probe._probe_lookups(kLookUps, kMillion))),
  manyLookUps: cpuTimed(cpu.manyLookUps, () => manyProbe._probe_lookups(kLookUps, 2 ** kServersUniverseBits)),
  // 2 ** 32 crosses as 0, which the probe takes for it.
  ...Object.fromEntries(scattered.map((one) =>
    [one.name, cpuTimed(one.lookUps = [], () => mustBe(one.probe._probe_lookups(kLookUps, one.universe), one.expected))])),
  peerLookUps: cpuTimed(cpu.peerLookUps, () => mustBe(peerLookUps())),
}, { rounds });
const microseconds = (samples) => samples.map((value) => (value * 1000) / kLookUps);

report('revocation', {
  list_1m_1pct_bytes: list.length,
  load_ms: loadMs,
  lookup_us: microseconds(cpu.lookUps),
  memory_bytes: probe._probe_memory_bytes(),
  entropy_bound_bytes: entropyBytes(kMillion, kMillion / 100),
  list_to_entropy_ratio: list.length / entropyBytes(kMillion, kMillion / 100),
  ...Object.assign({}, ...scattered.map(({ name, list: bytes, bound, loadMs: loads, lookUps, probe: asked }) => ({
    [`list_${name}_bytes`]: bytes.length,
    [`list_${name}_to_entropy_ratio`]: bytes.length / bound,
    [`list_${name}_load_ms`]: loads,
    [`list_${name}_lookup_us`]: microseconds(lookUps),
    [`list_${name}_memory_bytes`]: asked._probe_memory_bytes(),
  }))),
  list_2m_of_2e24_bytes: many.length,
  list_2m_load_ms: manyLoadMs,
  list_2m_lookup_us: microseconds(cpu.manyLookUps),
  list_2m_memory_bytes: manyProbe._probe_memory_bytes(),
}, {
  peers: {
    token_status_list_zlib: {
      bytes: packed.length, load_ms: ms.inflate, lookup_us: microseconds(cpu.peerLookUps), memory_bytes: kMillion / 8,
    },
  },
  notes: 'Ours: signed, verified and checked gap by gap in WebAssembly, asked as it lies; look-ups in CPU time. The peer is the bare zlib stream (no '
    + 'token, no signature), unpacked by Node and asked in JavaScript. Lists of 2e24 and 2e32 are scattered over that many indices, '
    + '2^24 and 2^32.',
});
