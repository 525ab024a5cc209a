// The native build and WebAssembly give the same bytes for the same calls: verdicts, texts, pictures, refusals.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cVerbs, holderCVerbs, verifierCVerbs, type CityCore, type CoreModule, type CVerb } from '@citycode/wasm';
import { loadCoreForNode } from '@citycode/wasm/node';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, hexOf, holderSeed, passInside, requestOf, rootKey, slotUnixSeconds, statusLists, statusListsOf, trustList, vector, vectors } from './city.js';
import { bytesOfShare, log, sceneKeys, shares, tokens } from './format-vectors.js';
import { listVectors, sequenceVectors } from './list-vectors.js';
import { placeRootKey, placeTrustList, placeVectors } from './place-vectors.js';
import { answerVectors, namedVectors, portalRootKey, portalStatusList, portalTrustList, proofVectors, requestIdOf, sealingSecret } from './portal-vectors.js';
import { ratingRootKey, ratingTrustList, ratingVectors, screenedVectors, serviceInside, ticketVectors } from './rating-vectors.js';
import { bytesOfOffer, statusRootKey, statusTrustListOf, statusVectors } from './status-vectors.js';
import { freshModule, type Kind } from './raw-module.js';
import { draw, inverted, lumaOf, placedOn, randomFrom, turned, withPlaced, type Picture } from './pictures.js';

const runner = process.env['CITYCODE_NATIVE_RUNNER'] ?? fileURLToPath(new URL('../../build/native/tests/wasm/native_runner', import.meta.url));

type Argument = number | Uint8Array | null;
type Verb = CVerb | 'verifier_open';
interface Call { readonly verb: Verb; readonly args: readonly Argument[] }

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** What each argument is in C, from the table of the verbs. */
const kindsOf = (verb: Verb): readonly unknown[] => (verb === 'verifier_open' ? [] : cVerbs[verb]);
const isSized = (verb: Verb, i: number): boolean => kindsOf(verb)[i] === 'bytes';
const callOf = (verifier: number, verb: Verb, ...args: Argument[]): Call => ({ verb, args: kindsOf(verb)[0] === 'verifier' ? [verifier, ...args] : args });
/** Of the first verifier of a module, where the verb is about one. */
const call = (verb: Verb, ...args: Argument[]): Call => callOf(1, verb, ...args);
/** A module tests itself first, then a verifier is opened. */
const opened = ([selfTest, ...calls]: readonly Call[]): readonly Call[] => [selfTest!, call('verifier_open'), ...calls];

/** Makes one call as C sees it and gives "STATUS HEX" as native_runner prints it. */
function runCall(module: CoreModule, { verb, args }: Call): string {
  const blocks: number[] = [];
  const raw: number[] = [];
  args.forEach((argument, i) => {
    if (typeof argument === 'number') raw.push(argument);
    else if (argument === null) raw.push(0, ...(isSized(verb, i) ? [0] : []));
    else {
      const at = module._cc_alloc(argument.length);
      new Uint8Array(module.wasmMemory.buffer).set(argument, at);
      blocks.push(at);
      raw.push(at, ...(isSized(verb, i) ? [argument.length] : []));
    }
  });
  const status = (module[`_cc_${verb}`] as (...raw: number[]) => number)(...raw);
  const answer = new Uint8Array(module.wasmMemory.buffer, module._cc_answer_data(), module._cc_answer_size());
  const line = `${status} ${hexOf(answer)}`;
  for (const block of blocks) module._cc_free(block);
  return line;
}

const asLine = ({ verb, args }: Call): string =>
  [verb, ...args.map((argument) => (argument === null ? 'null' : typeof argument === 'number' ? String(argument) : `x${hexOf(argument)}`))].join(' ');

const joined = (pieces: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(pieces));

/** Tokens of one batch, evaluated by an implementation from outside. */
function tokenCalls(core: CityCore): readonly Call[] {
  const info = text('office, item, week');
  const poprf = ristretto255_oprf.poprf(info);
  const keys = poprf.deriveKeyPair(new Uint8Array(32).fill(5), text('ratings'));
  const inputs = [1, 2, 3].map((filler) => new Uint8Array(32).fill(filler));
  const randoms = [4, 5, 6].map((filler) => new Uint8Array(64).fill(filler));
  const blinded = randoms.map((random, i) => core.tokens.blindToken({ input: inputs[i]!, random }).ok!);
  const { evaluated, proof } = poprf.blindEvaluateBatch(keys.secretKey, blinded);
  return [
    ...inputs.map((input, i) => call('blind_token', input, randoms[i]!)),
    call('blind_token', new Uint8Array(65), randoms[0]!), call('blind_token', inputs[0]!, new Uint8Array(64)), call('blind_token', inputs[0]!, null),
    call('finalize_tokens', info, joined(inputs), joined(randoms), joined(evaluated), proof, keys.publicKey),
    call('finalize_tokens', info, joined(inputs), joined(randoms), joined(evaluated), proof, new Uint8Array(32)),
    call('finalize_tokens', info, joined(inputs), joined(randoms), joined(evaluated.slice(1)), proof, keys.publicKey),
    call('finalize_tokens', info, joined(inputs), joined(randoms), joined([...evaluated].reverse()), proof, keys.publicKey),
    call('finalize_tokens', text('another office'), joined(inputs), joined(randoms), joined(evaluated), proof, keys.publicKey),
  ];
}

/** Tickets each in a module of its own; then ratings, good ones and refused ones, in one. */
function ratingCalls(): readonly (readonly Call[])[] {
  const tickets = ticketVectors.map(({ now, input }) => [
    call('self_test'), ...(input.trustList === null ? [] : [call('load_trust_list', ratingTrustList(input.trustList), ratingRootKey, NaN)]),
    call('read_ticket', bytesOfHex(input.bytes), now),
  ]);
  const said = ratingVectors.flatMap(({ input, expect: { value } }) => (value === null ? [] : [{ bytes: bytesOfHex(input.bytes), value }]));
  const rating = ({ bytes, value }: (typeof said)[number], changed: Readonly<Record<number, Argument>> = {}): Call => {
    const args: Argument[] = [
      serviceInside(bytes), bytesOfHex(value.input), bytesOfHex(value.output), value.level, Uint8Array.from(Object.entries(value.indicators).flat().map(Number)),
      Uint8Array.from(value.reasons), text(value.text), value.replyDigest === null ? null : bytesOfHex(value.replyDigest),
    ];
    return call('write_rating', ...args.map((argument, i) => (i in changed ? changed[i]! : argument)));
  };
  const changes: Readonly<Record<number, Argument>>[] = [
    { 0: new Uint8Array(3) }, { 0: null }, { 1: null }, { 2: null }, { 3: 0 }, { 3: 6 }, { 3: 1.5 }, { 3: NaN }, { 3: Infinity }, { 3: -1 }, { 3: 2 }, { 4: Uint8Array.of(1) },
    { 4: Uint8Array.of(1, 6) }, { 4: Uint8Array.of(1, 5, 1, 5) }, { 4: Uint8Array.of(4, 5) }, { 4: Uint8Array.of(3, 1, 1, 5) }, { 4: null }, { 5: Uint8Array.of(1) },
    { 5: Uint8Array.of(0) }, { 6: Uint8Array.of(0xc0, 0x80) }, { 6: text('a\nb') }, { 6: text('a'.repeat(501)) }, { 6: null }, { 7: new Uint8Array(32) },
  ];
  const screened = [...screenedVectors.map(({ input }) => call('screen_text', text(input.text))), call('screen_text', Uint8Array.of(0xc0, 0x80)), call('screen_text', null)];
  return [...tickets, [call('self_test'), ...screened, call('read_ticket', null, NaN), ...said.map((each) => rating(each)), ...changes.map((changed) => rating(said[0]!, changed))]];
}

/** A digest, a sealed key, and what does not open it. */
function keyCalls(core: CityCore): readonly Call[] {
  const nonce = new Uint8Array(24).fill(9);
  const { publicKey, sealedSeed } = core.seeds.sealSeed(rootKey, holderSeed, nonce).ok!;
  const bent = sealedSeed.map((byte, i) => (i === 30 ? byte ^ 1 : byte));
  const message = text('message');
  return [
    ...[0, 1, 55, 56, 64, 1000].map((size) => call('hash', new Uint8Array(size).fill(size))), call('hash', null),
    call('seal_seed', rootKey, holderSeed, nonce), call('seal_seed', null, holderSeed, nonce), call('seal_seed', rootKey, null, nonce),
    call('seal_seed', rootKey, holderSeed, null),
    call('sign_sealed', rootKey, publicKey, sealedSeed, message), call('sign_sealed', rootKey, publicKey, sealedSeed, text('')),
    call('sign_sealed', rootKey, publicKey, sealedSeed, null), call('sign_sealed', holderSeed, publicKey, sealedSeed, message),
    call('sign_sealed', rootKey, rootKey, sealedSeed, message), call('sign_sealed', null, publicKey, sealedSeed, message),
    call('sign_sealed', rootKey, null, sealedSeed, message),
    ...[bent, sealedSeed.subarray(1), new Uint8Array(73), new Uint8Array(), null].map((each) => call('sign_sealed', rootKey, publicKey, each, message)),
  ];
}

function logCalls(): readonly Call[] {
  const { checkpoints, large } = JSON.parse(readFileSync(new URL('../vectors/log.json', import.meta.url), 'utf8')) as {
    checkpoints: { log: string; witnesses: string[]; note: string }[]; large: { proofs: { index: number; inclusion: string[] }[] }[];
  };
  const inclusion = (index: number, proof: readonly string[]): Call =>
    call('verify_inclusion', text(`entry ${index}`), index, joined(proof.map(bytesOfHex)));
  return [
    inclusion(0, []),
    ...checkpoints.flatMap(({ note, log, witnesses }) => [0, 2].map((needed) =>
      call('load_checkpoint', text(note), text(log), text(witnesses.join('\n')), needed, 4e9, new Uint8Array(0)))),
    call('load_checkpoint', text(checkpoints[0]!.note.slice(1)), text(checkpoints[0]!.log), null, 0, 4e9, null),
    call('load_checkpoint', text(checkpoints[0]!.note), text('x'), null, -1, 4e9, new Uint8Array(31)),
    ...large.at(-1)!.proofs.flatMap(({ index, inclusion: proof }) => [inclusion(index, proof), inclusion(index + 1, proof), inclusion(index, proof.slice(1))]),
    call('verify_inclusion', text('x'), 2 ** 60, null), call('verify_inclusion', text('x'), 0.5, null),
  ];
}

function memoryCalls(core: CityCore, seenNow: number): readonly Call[] {
  const seed = new Uint8Array(32).fill(51);
  const { publicKey } = core.holder.sign(seed, new Uint8Array(0)).ok!;
  const other = Uint8Array.from({ length: 150 }, (_, i) => i);   // no payload: the verb signs what it is given
  const payload = core.verifier.shareReplay('gate-1', 0, seenNow).ok![0]!;
  const share = core.verifier.writeShare(payload, publicKey, core.holder.sign(seed, core.verifier.shareToBeSigned(payload, publicKey).ok!).ok!.signature).ok!;
  const saved = core.verifier.saveReplay(seenNow).ok!;
  const merge = (bytes: Uint8Array, venue: string, keys: Uint8Array): Call => call('merge_replay', bytes, text(venue), keys, seenNow);
  return [
    call('share_replay', text('gate-1'), 0, seenNow), call('share_replay', text('gate-1'), seenNow + 1, seenNow), call('share_replay', text(''), 0, 0),
    call('sign_share', payload, publicKey, null), call('sign_share', other, publicKey, new Uint8Array(64).fill(1)), call('sign_share', other, null, null),
    merge(share, 'gate-1', publicKey), merge(share, 'gate-1', rootKey), merge(share, 'gate-2', publicKey), merge(share.subarray(1), 'gate-1', publicKey),
    merge(share, 'gate-1', publicKey.subarray(1)), call('save_replay', seenNow), call('save_replay', NaN),
    call('load_replay', saved, seenNow), call('load_replay', saved.subarray(1), seenNow), call('load_replay', payload, seenNow), call('save_replay', seenNow),
  ];
}

/** The vectors of the smaller formats, each in a module of its own. */
function formatCalls(): readonly (readonly Call[])[] {
  const bytesOf = (hexes: readonly string[]): Uint8Array => joined(hexes.map(bytesOfHex));
  const witnesses = text(log.witnesses.join('\n'));
  const load = (note: string, needed: number, now: number, proof: readonly string[]): Call =>
    call('load_checkpoint', text(note), text(log.log), witnesses, needed, now, bytesOf(proof));
  return [
    ...tokens.vectors.flatMap(({ input }) =>
      input.kind === 'blind' ? [[call('blind_token', bytesOfHex(input.input), bytesOfHex(input.random))]]
        : input.kind === 'finalize' ? [[call('finalize_tokens', bytesOfHex(input.info), bytesOf(input.inputs), bytesOf(input.randoms), bytesOf(input.evaluated),
          bytesOfHex(input.proof), bytesOfHex(input.publicKey))]] : []),
    ...log.vectors.map(({ input, now }) => input.kind === 'entry'
      ? [load(input.note, 0, now, []), call('verify_inclusion', bytesOfHex(input.entry), input.index, bytesOf(input.proof))]
      : [...(input.known === null ? [] : [load(input.known, input.neededWitnesses, now, [])]), load(input.note, input.neededWitnesses, now, input.proof)]),
    ...shares.vectors.map(({ input, now }) => [
      call('load_trust_list', bytesOfHex(shares.trustList), bytesOfHex(shares.rootKey), NaN),
      call('load_status_list', bytesOfHex(shares.statusList), now),
      ...input.codes.map((code) => call('verify_code', text(code), now, text('transit'), text(''), null)),
      ...input.shares.map((share) => call('merge_replay', bytesOfShare(share), text(shares.venue), bytesOf(shares.terminals), now)), call('save_replay', now),
    ]),
    ...sceneKeys.vectors.filter(({ input }) => input.kind === 'hold' && input.secret.length === 64).map(({ input }) => [
      ...Array.from({ length: input.before ?? 0 }, (_, day) => call('load_scene_key', input.scopeId, day, new Uint8Array(32).fill(3))),
      call('load_scene_key', input.scopeId, input.utcDay, bytesOfHex(input.secret)),
    ]),
  ].map((calls) => [call('self_test'), ...calls]);
}

/** Each inner list runs in a module of its own. */
async function allCalls(): Promise<readonly (readonly Call[])[]> {
  const start = call('self_test');
  const load = call('load_trust_list', trustList, rootKey, NaN);
  const verify = (code: string, { now, input }: (typeof vectors)[number]): Call =>
    call('verify_code', text(code), now, text(input.scope), text(input.venue), input.nonce === null ? null : bytesOfHex(input.nonce));
  const codes = vectors.map((each) => [
    start, ...(each.input.withTrustList ? [load] : []),
    ...statusListsOf(each).map((list) => call('load_status_list', list, each.input.adoptedAt)),
    ...each.input.sceneKeys.map(({ scopeId, utcDay, secret }) => call('load_scene_key', scopeId, utcDay, bytesOfHex(secret))),
    ...(each.input.clockAheadSeconds === undefined ? [] : [call('tell_clock_ahead', each.input.clockAheadSeconds)]),
    ...each.input.shownBefore.map((earlier) => verify(earlier, each)), verify(each.input.text, each),
  ]);

  const fresh = vector('valid/fresh').input.text;
  const pass = passInside(fresh);
  const sealed = vector('valid/identity');
  const claims = (audience: string, issued: number, nonce: Uint8Array | null): Argument[] => [pass, text(audience), issued, nonce];
  const others = [
    start, call('load_trust_list', trustList.subarray(1), rootKey, NaN), call('load_trust_list', trustList, rootKey.subarray(1), NaN),
    call('load_trust_list', trustList, rootKey, 0), call('load_trust_list', null, rootKey, NaN), call('load_trust_list', trustList, null, NaN),
    call('split_list', trustList, 1, 31), call('split_list', trustList, 1, -1), call('split_list', trustList, 3, 100), call('split_list', null, 1, 100),
    call('join_list_part', null, 1, 0), call('join_list_part', text('CCL1:'), 0, 0),
    call('load_status_list', statusLists['today']!, slotUnixSeconds), call('load_status_list', statusLists['today']!, NaN),
    call('load_status_list', null, slotUnixSeconds), call('load_status_list', statusLists['today']!.subarray(1), slotUnixSeconds),
    call('load_status_list', statusLists['delta']!, slotUnixSeconds), call('load_status_list', trustList, slotUnixSeconds),
    call('read_pass', pass), call('read_pass', pass.subarray(1)), call('read_pass', null),
    call('read_pass', passInside(sealed.input.text)),
    call('write_presentation', ...claims('transit', slotUnixSeconds, null), null),
    call('write_presentation', ...claims('venue:a', slotUnixSeconds, new Uint8Array(8)), new Uint8Array(64).fill(7)),
    call('write_presentation', ...claims('', slotUnixSeconds, null), null),
    call('write_presentation', ...claims('transit', slotUnixSeconds + 1, null), null),
    call('sign', holderSeed, text('')), call('sign', holderSeed, text('message')), call('sign', null, text('')),
    call('verify_signature', rootKey, text('message'), new Uint8Array(64)), call('verify_signature', null, text(''), null),
    ...[[1, 20833], [0, 0], [2 ** 32, 1], [-1, 1], [1, -1], [1, 49711], [NaN, 1], [1, Infinity]].map(([scopeId, day]) =>
      call('load_scene_key', scopeId!, day!, holderSeed)),
    call('load_scene_key', 1, 1, new Uint8Array(32)), call('load_scene_key', 1, 1, null), call('forget_scene_keys'),
    verify(sealed.input.text, sealed), call('load_scene_key', 1, 20833, bytesOfHex(sealed.input.sceneKeys[0]!.secret)),
    call('tell_clock_ahead', NaN), call('tell_clock_ahead', 86400), verify(fresh, { ...vector('valid/fresh'), now: slotUnixSeconds + 86400 }), call('tell_clock_ahead', 0),
    call('confirm_time', slotUnixSeconds, slotUnixSeconds), call('confirm_time', NaN, slotUnixSeconds), call('confirm_time', slotUnixSeconds, Infinity),
    call('verify_code', text(fresh), Infinity, text('transit'), text(''), null),
    ...[0, 1, 2, 3].flatMap((level) => ['', 'A', fresh, '王小明 é', 'A\0B', 'A'.repeat(1452)].flatMap((drawn) =>
      [call('draw_code', text(drawn), level, 0, 1), call('draw_code', text(drawn), level, 1, 1)])),
    call('draw_code', text('A'), 1, 2, 3), call('draw_code', text('A'), 1, 2, 0), call('draw_code', text('A'), 4, 0, 1),
  ];

  const core = await loadCoreForNode();
  const random = randomFrom(7);
  const noisy = (picture: Picture): Picture => ({ ...picture, luma: picture.luma.map((value) => Math.max(0, Math.min(255, value + (random() - random()) * 40))) });
  const scan = ({ widthPx, heightPx, luma }: Picture, effort: number, most: number, part = [0, 0, 0, 0], takenMs = NaN): Call =>
    call('scan_frame', luma, widthPx, heightPx, widthPx, 0, effort, most, ...part, takenMs);
  const small = lumaOf(draw(core, fresh, 'M', 3));
  const large = lumaOf(draw(core, 'HTTPS://EXAMPLE.ORG', 'M', 8));
  const rgba = draw(core, 'RGBA', 'M', 4);
  const two = withPlaced(placedOn(520, 240, 200, small, 5, 5), lumaOf(draw(core, `CC1:${'A'.repeat(200)}`, 'M', 3)), 262, 5);
  const scans = [
    start, scan(small, 0, 1), scan(turned(noisy(small)), 0, 1), scan(turned(turned(small)), 1, 4), scan(inverted(noisy(small)), 1, 16),
    scan(placedOn(480, 360, 120, large, 30, 20), 0, 1), scan(placedOn(480, 360, 120, noisy(large), 40, 25), 0, 1),
    scan({ widthPx: 300, heightPx: 200, luma: Uint8Array.from({ length: 60_000 }, () => random() * 256) }, 1, 16),
    call('scan_frame', Uint8Array.from(rgba.rgba), rgba.sidePx, rgba.sidePx, 0, 1, 0, 1, 0, 0, 0, 0, NaN),
    call('scan_frame', new Uint8Array(4), 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, NaN), call('scan_frame', null, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, NaN),
    call('scan_frame', new Uint8Array(4), 1, 1, 1, 3, 0, 1, 0, 0, 0, 0, NaN),
    // Transparent, not said, and a format that is none.
    ...[1, 2, 3].map((format) => call('scan_frame', Uint8Array.from(rgba.rgba, (value, i) => (i % 4 === 3 ? 255 - rgba.rgba[i - 3]! : value)), rgba.sidePx, rgba.sidePx, 0, format, 1, 1, 0, 0, 0, 0, NaN)),
    // Two codes in view, in a part, across its edge; followed from frame to frame; parts that are none.
    scan(two, 0, 16, [0, 0, 0, 0], 1000), scan(two, 0, 16, [0, 0, 260, 240], 1033), scan(two, 0, 16, [0, 0, 260, 240], 1066),
    scan(two, 0, 16, [0, 0, 320, 240], 1100), scan(two, 0, 1, [240, 0, 520, 240], 1133), scan(two, 1, 16, [240, 0, 520, 240]),
    ...[[0, 0, 521, 240], [-1, 0, 10, 10], [10, 0, 10, 10], [0, 10, 10, 9]].map((part) => scan(two, 0, 16, part)),
  ];
  const adoptions = listVectors.map(({ now, input }) => [
    start, ...input.adopted.map((list) => call('load_trust_list', bytesOfHex(list), rootKey, input.adoptedAt)),
    call('load_trust_list', bytesOfHex(input.list), bytesOfHex(input.anchors), now),
  ]);
  const sequences = sequenceVectors.map(({ input }) => [
    start, ...input.texts.map((part, i) => call('join_list_part', text(part), input.kind === 'trust-list' ? 1 : 2, i === 0 ? 1 : 0)),
  ]);
  const parts = [start, ...[1, 2].flatMap((kind) => [32, 100, 700].map((size) => call('split_list', trustList, kind, size)))];
  const places = placeVectors.map(({ now, input }) => [
    start, ...(input.withTrustList ? [call('load_trust_list', placeTrustList, placeRootKey, NaN)] : []),
    input.kind === 'venue' ? call('read_venue', bytesOfHex(input.bytes), now) : call('read_portal_request', bytesOfHex(input.bytes), requestIdOf(bytesOfHex(input.bytes)), now),
  ]);
  const named = namedVectors.map(({ now, input }) => [
    start, call('load_trust_list', portalTrustList, portalRootKey, NaN), call('read_portal_request', bytesOfHex(input.request), bytesOfHex(input.named), now),
  ]);
  const portals = answerVectors.map(({ now, input }) => [
    start, call('load_trust_list', portalTrustList, portalRootKey, NaN), call('load_status_list', portalStatusList, now),
    ...(input.withKey ? [call('load_portal_key', sealingSecret)] : []), call('judge_portal_answer', bytesOfHex(input.request), bytesOfHex(input.answer), now),
  ]);
  const asked = bytesOfHex(answerVectors[0]!.input.request);
  const portalVerbs = [
    start, call('load_trust_list', portalTrustList, portalRootKey, NaN), ...proofVectors.flatMap(({ input }) => [
      call('portal_anchor', bytesOfHex(input.secret)), call('write_portal_code', asked, bytesOfHex(input.secret), input.second)]),
    call('seal_portal_answer', asked, text(''), null, rootKey), call('seal_portal_answer', asked, text('CC1:'), null, rootKey),
    call('seal_portal_answer', asked, text(''), new Uint8Array(16), rootKey),
    call('write_portal_request', asked, text('sign-in'), text('x'), text('name'), text('over-18'), new Uint8Array(16), new Uint8Array(16), text(''), 1, 2, null),
  ];
  const statuses = statusVectors.map((each) => [
    start, call('load_trust_list', statusTrustListOf(each), statusRootKey, NaN),
    ...each.input.offers.map((offer) => call('load_status_list', bytesOfOffer(offer), offer.now)),
    ...each.input.questions.map(({ code, now, scope }) => call('verify_code', text(code), now, text(scope), text(''), null)),
  ]);
  adoptTrustList(core);
  const seen = vector('valid/fresh');
  core.verifier.verifyCode(fresh, requestOf(seen));
  const memory = memoryCalls(core, seen.now);
  const bothAsked = [1, 2].flatMap((verifier) => [
    callOf(verifier, 'load_trust_list', trustList, rootKey, NaN), callOf(verifier, 'verify_code', text(fresh), seen.now, text('transit'), text(''), null),
  ]);
  const verifiers = [
    start, call('verifier_open'), callOf(2, 'load_trust_list', trustList, rootKey, NaN), callOf(1, 'verify_code', text(fresh), seen.now, text('transit'), text(''), null),
    ...bothAsked, callOf(1, 'save_replay', seen.now), callOf(1, 'verifier_close'), callOf(1, 'save_replay', seen.now), callOf(1, 'verifier_close'),
    ...[0, -1, 3, 2 ** 31 - 1].flatMap((nobody) => [callOf(nobody, 'save_replay', seen.now), callOf(nobody, 'verifier_close')]), ...bothAsked,
    ...Array.from({ length: 17 }, () => call('verifier_open')), callOf(2, 'save_replay', seen.now),
  ];
  return [
    ...codes, others, scans, verifiers, ...adoptions, ...sequences, parts, ...places, ...named, ...portals, portalVerbs, ...statuses, ...formatCalls(), ...ratingCalls(), [start, ...tokenCalls(core)], [start, ...keyCalls(core)], [start, ...logCalls()],
    [start, load, ...memory], [start, load, verify(fresh, seen), ...memory],
  ].map(opened);
}

describe.skipIf(!existsSync(runner) && !process.env['CI'])('native and wasm', () => {
  let modules: readonly (readonly Call[])[];
  let native: readonly string[];

  beforeAll(async () => {
    modules = await allCalls();
    const folder = mkdtempSync(join(tmpdir(), 'citycode-'));
    try {
      const file = join(folder, 'calls');
      writeFileSync(file, modules.map((calls) => calls.map(asLine).join('\n')).join('\nnew\n') + '\n');
      native = execFileSync(runner, [file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trimEnd().split('\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const verbsOf: Readonly<Record<Kind, readonly string[]>> = { whole: Object.keys(cVerbs), holder: holderCVerbs, verifier: verifierCVerbs };
  const builds = (Object.keys(verbsOf) as Kind[]).flatMap((kind) => [[kind, 'simd'], [kind, 'baseline']] as const);

  it.each(builds)('the %s module of the %s build gives the native bytes for every call that it has', async (kind, variant) => {
    expect(native).toHaveLength(modules.flat().length);
    const asked = new Set<string>();
    let at = 0;
    for (const calls of modules) {
      const module = await freshModule(variant, kind);
      for (const each of calls) {
        const expected = native[at++]!.trimEnd();
        if (!(`_cc_${each.verb}` in module)) continue;
        asked.add(each.verb);
        const got = runCall(module, each).trimEnd();
        // A new handle leaves the answer of the call before, which may be one that this module has not.
        const known = (line: string): string => (each.verb === 'verifier_open' ? line.split(' ')[0]! : line);
        expect(known(got), asLine(each).slice(0, 200)).toBe(known(expected));
      }
    }
    expect([...asked].sort()).toEqual([...verbsOf[kind], 'verifier_open'].sort());
  });
});
