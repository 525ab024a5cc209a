// 1,000 calls of each verb, refused ones included, leave the module's heap as they found it.
import { CityCore, type CoreModule } from '@citycode/wasm';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, holderSeed, passInside, requestOf, rootKey, slotUnixSeconds, trustList, vector } from './city.js';
import { placeVectors } from './place-vectors.js';
import { draw, lumaOf, shapeOf } from './pictures.js';

let module: CoreModule;
let core: CityCore;
let parts: readonly string[];

beforeAll(async () => {
  const dist = new URL('../../wasm/dist/', import.meta.url);
  const { default: create } = await import(new URL('citycode.js', dist).href) as { default: (options: object) => Promise<CoreModule> };
  const compiled = await WebAssembly.compile(await readFile(new URL('citycode.wasm', dist)));
  module = await create({
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      void WebAssembly.instantiate(compiled, imports).then(receive);
      return {};
    },
  });
  core = new CityCore(module);
  adoptTrustList(core);
  parts = core.splitList(trustList, 'trust-list', 100).ok!;
  freeBlocks();   // the memory grows to its limit, once
});

/** All the memory that is left, in blocks of 1 KiB: taken until there is none, and given back. */
function freeBlocks(): number {
  const blocks: number[] = [];
  for (;;) {
    const block = module._cc_alloc(1024);
    if (block === 0) break;
    blocks.push(block);
  }
  for (const block of blocks.reverse()) module._cc_free(block);
  return blocks.length;
}

/** 1,000 leaks of the smallest block (32 bytes with its head) take 31 of ours; holes are cut differently by a few. */
const kSlackBlocks = 8;

const fresh = vector('valid/fresh');
const pass = passInside(fresh.input.text);
const claims = { audience: 'transit', issuedUnixSeconds: slotUnixSeconds };
const placeBytes = (id: string): Uint8Array => bytesOfHex(placeVectors.find((each) => each.id === id)!.input.bytes);
const venue = placeBytes('venue/good');
const portal = placeBytes('portal/good');
const broken = Uint8Array.of(0xd2, 0x84);

const verbs: Record<string, () => unknown> = {
  'loadTrustList, adopted': () => core.loadTrustList(trustList, rootKey),
  'loadTrustList, refused': () => core.loadTrustList(broken, rootKey),
  'readVenue, refused': () => core.readVenue(venue, slotUnixSeconds),
  'readPortalRequest, refused': () => core.readPortalRequest(portal, slotUnixSeconds),
  splitList: () => core.splitList(trustList, 'trust-list', 100),
  'splitList, refused': () => core.splitList(trustList, 'trust-list', 1),
  'joinListPart, whole': () => parts.map((part, i) => core.joinListPart(part, 'trust-list', i === 0)),
  'joinListPart, refused': () => core.joinListPart('CCL1:00', 'trust-list'),
  'verifyCode, seen before': () => core.verifyCode(fresh.input.text, requestOf(fresh)),
  'verifyCode, refused': () => core.verifyCode('CC1:NCF', requestOf(fresh)),
  'verifyCode, malformed': () => core.verifyCode('', { nowUnixSeconds: NaN, scopeName: '' }),
  drawSvg: () => core.drawSvg(fresh.input.text),
  'drawSvg, refused': () => core.drawSvg('A'.repeat(1201)),
  drawPixels: () => core.drawPixels('A', 'M', 2),
  readPass: () => core.readPass(pass),
  'readPass, refused': () => core.readPass(broken),
  presentationToBeSigned: () => core.presentationToBeSigned(pass, claims),
  'presentationToBeSigned, refused': () => core.presentationToBeSigned(broken, claims),
  writeCode: () => core.writeCode(pass, claims, new Uint8Array(64)),
  sign: () => core.sign(holderSeed, broken),
  verifySignature: () => core.verifySignature(rootKey, broken, new Uint8Array(64)),
};

describe('the measure itself', () => {
  it('sees a leak of 16 bytes a call', () => {
    const before = freeBlocks();
    const leaked = Array.from({ length: 1000 }, () => module._cc_alloc(16));
    const after = freeBlocks();
    for (const block of leaked) module._cc_free(block);
    expect(before - after).toBeGreaterThan(kSlackBlocks);
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });
});

describe('after 1,000 calls the heap is as it was', () => {
  it.each(Object.entries(verbs))('%s', (_, call) => {
    for (let i = 0; i < 3; i++) call();   // caches and buffers reach their size
    const before = freeBlocks();
    for (let i = 0; i < 1000; i++) call();
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });

  it('scanFrame, found, nothing found and refused', () => {
    const symbol = lumaOf(draw(core, 'LEAK TEST', 'M', 3));
    const empty = { ...symbol, luma: new Uint8Array(symbol.luma.length) };
    const round = (): void => {
      core.scanFrame(symbol.luma, shapeOf(symbol));
      core.scanFrame(empty.luma, shapeOf(empty, { effort: 'picture' }));
      core.scanFrame(empty.luma, shapeOf(empty, { maxSymbols: 99 }));
    };
    for (let i = 0; i < 3; i++) round();
    const before = freeBlocks();
    for (let i = 0; i < 1000; i++) round();
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });

  it('leaves no copy of a seed in its memory', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff);
    core.sign(seed, broken);
    expect(Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(seed))).toBe(false);
  });
});
