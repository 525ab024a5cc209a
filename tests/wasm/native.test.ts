// The native build and WebAssembly give the same bytes for the same calls: verdicts, texts, pictures, refusals.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CoreModule } from '@citycode/wasm';
import { loadCoreForNode } from '@citycode/wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOfHex, hexOf, holderSeed, passInside, rootKey, slotUnixSeconds, trustList, vector, vectors } from './city.js';
import { listVectors, sequenceVectors } from './list-vectors.js';
import { placeRootKey, placeTrustList, placeVectors } from './place-vectors.js';
import { draw, inverted, lumaOf, placedOn, randomFrom, turned, type Picture } from './pictures.js';

const runner = process.env['CITYCODE_NATIVE_RUNNER'] ?? fileURLToPath(new URL('../../build/native/tests/wasm/native_runner', import.meta.url));

type Argument = number | Uint8Array | null;
type Verb = 'self_test' | 'load_trust_list' | 'verify_code' | 'scan_frame' | 'draw_code' | 'read_pass' | 'write_presentation' | 'sign' | 'verify_signature' | 'split_list' | 'join_list_part' | 'read_venue' | 'read_portal_request';
interface Call { readonly verb: Verb; readonly args: readonly Argument[] }

/** Which byte arguments are followed by their size in the C signature. */
const sized: Record<Verb, readonly boolean[]> = {
  self_test: [], load_trust_list: [true, true], verify_code: [true, false, true, true, true], scan_frame: [false],
  draw_code: [true], read_pass: [true], write_presentation: [true, true, false, true, false], sign: [false, true],
  verify_signature: [false, true, false], split_list: [true], join_list_part: [true],
  read_venue: [true], read_portal_request: [true],
};

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const call = (verb: Verb, ...args: Argument[]): Call => ({ verb, args });

async function freshModule(variant: 'citycode' | 'citycode-baseline'): Promise<CoreModule> {
  const dist = new URL('../../wasm/dist/', import.meta.url);
  const { default: create } = await import(new URL(`${variant}.js`, dist).href) as { default: (options: object) => Promise<CoreModule> };
  const compiled = await WebAssembly.compile(readFileSync(new URL(`${variant}.wasm`, dist)));
  return create({
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      void WebAssembly.instantiate(compiled, imports).then(receive);
      return {};
    },
  });
}

/** Makes one call as C sees it and gives "STATUS HEX" as native_runner prints it. */
function runCall(module: CoreModule, { verb, args }: Call): string {
  const blocks: number[] = [];
  const raw: number[] = [];
  args.forEach((argument, i) => {
    if (typeof argument === 'number') raw.push(argument);
    else if (argument === null) raw.push(0, ...(sized[verb][i] ? [0] : []));
    else {
      const at = module._cc_alloc(argument.length);
      new Uint8Array(module.wasmMemory.buffer).set(argument, at);
      blocks.push(at);
      raw.push(at, ...(sized[verb][i] ? [argument.length] : []));
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

/** Each inner list runs in a module of its own. */
async function allCalls(): Promise<readonly (readonly Call[])[]> {
  const start = call('self_test');
  const load = call('load_trust_list', trustList, rootKey, NaN);
  const verify = (code: string, { now, input }: (typeof vectors)[number]): Call =>
    call('verify_code', text(code), now, text(input.scope), text(input.venue), input.nonce === null ? null : bytesOfHex(input.nonce));
  const codes = vectors.map((each) => [
    start, ...(each.input.withTrustList ? [load] : []),
    ...each.input.shownBefore.map((earlier) => verify(earlier, each)), verify(each.input.text, each),
  ]);

  const fresh = vector('valid/fresh').input.text;
  const pass = passInside(fresh);
  const claims = (audience: string, issued: number, nonce: Uint8Array | null): Argument[] => [pass, text(audience), issued, nonce];
  const others = [
    start, call('load_trust_list', trustList.subarray(1), rootKey, NaN), call('load_trust_list', trustList, rootKey.subarray(1), NaN),
    call('load_trust_list', trustList, rootKey, 0), call('load_trust_list', null, rootKey, NaN), call('load_trust_list', trustList, null, NaN),
    call('split_list', trustList, 1, 31), call('split_list', trustList, 1, -1), call('split_list', trustList, 3, 100), call('split_list', null, 1, 100),
    call('join_list_part', null, 1, 0), call('join_list_part', text('CCL1:'), 0, 0),
    call('read_pass', pass), call('read_pass', pass.subarray(1)), call('read_pass', null),
    call('write_presentation', ...claims('transit', slotUnixSeconds, null), null),
    call('write_presentation', ...claims('venue:a', slotUnixSeconds, new Uint8Array(8)), new Uint8Array(64).fill(7)),
    call('write_presentation', ...claims('', slotUnixSeconds, null), null),
    call('write_presentation', ...claims('transit', slotUnixSeconds + 1, null), null),
    call('sign', holderSeed, text('')), call('sign', holderSeed, text('message')), call('sign', null, text('')),
    call('verify_signature', rootKey, text('message'), new Uint8Array(64)), call('verify_signature', null, text(''), null),
    call('verify_code', text(fresh), Infinity, text('transit'), text(''), null),
    ...[0, 1, 2, 3].flatMap((level) => ['', 'A', fresh, '王小明 é', 'A\0B', 'A'.repeat(1201)].flatMap((drawn) =>
      [call('draw_code', text(drawn), level, 0, 1), call('draw_code', text(drawn), level, 1, 1)])),
    call('draw_code', text('A'), 1, 2, 3), call('draw_code', text('A'), 1, 2, 0), call('draw_code', text('A'), 4, 0, 1),
  ];

  const core = await loadCoreForNode();
  const random = randomFrom(7);
  const noisy = (picture: Picture): Picture => ({ ...picture, luma: picture.luma.map((value) => Math.max(0, Math.min(255, value + (random() - random()) * 40))) });
  const scan = ({ widthPx, heightPx, luma }: Picture, effort: number, most: number): Call => call('scan_frame', luma, widthPx, heightPx, widthPx, 0, effort, most);
  const small = lumaOf(draw(core, fresh, 'M', 3));
  const large = lumaOf(draw(core, 'HTTPS://EXAMPLE.ORG', 'M', 8));
  const rgba = draw(core, 'RGBA', 'M', 4);
  const scans = [
    start, scan(small, 0, 1), scan(turned(noisy(small)), 0, 1), scan(turned(turned(small)), 1, 4), scan(inverted(noisy(small)), 1, 16),
    scan(placedOn(480, 360, 120, large, 30, 20), 0, 1), scan(placedOn(480, 360, 120, noisy(large), 40, 25), 0, 1),
    scan({ widthPx: 300, heightPx: 200, luma: Uint8Array.from({ length: 60_000 }, () => random() * 256) }, 1, 16),
    call('scan_frame', Uint8Array.from(rgba.rgba), rgba.sidePx, rgba.sidePx, 0, 1, 0, 1),
    call('scan_frame', new Uint8Array(4), 0, 1, 1, 0, 0, 1), call('scan_frame', null, 1, 1, 1, 0, 0, 1), call('scan_frame', new Uint8Array(4), 1, 1, 1, 2, 0, 1),
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
    call(input.kind === 'venue' ? 'read_venue' : 'read_portal_request', bytesOfHex(input.bytes), now),
  ]);
  return [...codes, others, scans, ...adoptions, ...sequences, parts, ...places];
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

  it.each(['citycode', 'citycode-baseline'] as const)('%s.wasm gives the native bytes for every call', async (variant) => {
    const lines: string[] = [];
    for (const calls of modules) {
      const module = await freshModule(variant);
      for (const each of calls) lines.push(runCall(module, each));
    }
    const calls = modules.flat();
    expect(native).toHaveLength(calls.length);
    lines.forEach((line, i) => expect(line.trimEnd(), asLine(calls[i]!).slice(0, 200)).toBe(native[i]!.trimEnd()));
  });
});
