// Texts and symbols of everybody else: the answer is always the same, and nothing breaks.
import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { adoptTrustList, slotUnixSeconds } from './city.js';
import { draw, lumaOf, printedSeed, randomFrom, shapeOf } from './pictures.js';

const request = { nowUnixSeconds: slotUnixSeconds, scopeName: 'transit' };

let core: CityCore;
beforeAll(async () => {
  core = await loadCoreForNode();
  adoptTrustList(core);
});

const kBase45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const kWord = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

class Dice {
  readonly #random: () => number;
  constructor(seed: number) { this.#random = randomFrom(seed); }
  below(limit: number): number { return Math.floor(this.#random() * limit); }
  of(alphabet: string, length: number): string {
    const letters = [...alphabet];
    return Array.from({ length }, () => letters[this.below(letters.length)]).join('');
  }
  pick<T>(choices: readonly T[]): T { return choices[this.below(choices.length)]!; }
}

/** An EMVCo merchant-presented payload: tag, two-digit length, value, and the checksum field's shape. */
function emvco(dice: Dice): string {
  const field = (tag: string, value: string): string => tag + String(value.length).padStart(2, '0') + value;
  return field('00', '01') + field('26', field('00', 'hk.com.hkicl') + field('02', dice.of('0123456789', 7)))
    + field('52', '5411') + field('53', '344') + field('58', 'HK') + field('59', dice.of(kWord, 12)) + field('63', dice.of('0123456789ABCDEF', 4));
}

const systems: Record<string, (dice: Dice) => string> = {
  url: (dice) => `https://${dice.of(kWord, 8).toLowerCase()}.example/${dice.of(kWord, dice.below(60))}?q=${dice.of(kWord, 5)}`,
  upperCaseUrl: (dice) => `HTTPS://EXAMPLE.ORG/${dice.of(kBase45, dice.below(80))}`,
  wifi: (dice) => `WIFI:T:${dice.pick(['WPA', 'WEP', 'nopass'])};S:${dice.of(kWord, 10)};P:${dice.of(`${kWord}\\;,:"`, 14)};H:false;;`,
  healthCertificate: (dice) => `HC1:${dice.of(kBase45, 300 + dice.below(300))}`,
  payment: emvco,
  vCard: (dice) => `BEGIN:VCARD\r\nVERSION:3.0\r\nN:${dice.of('王小明李华张伟', 3)};${dice.of(kWord, 6)}\r\nTEL:+86${dice.of('0123456789', 11)}\r\nEND:VCARD`,
  alipay: (dice) => `https://qr.alipay.com/${dice.of(kWord.toLowerCase(), 20)}`,
  weChat: (dice) => dice.pick([`wxp://f2f0${dice.of(kWord, 40)}`, `https://u.wechat.com/${dice.of(kWord, 22)}`]),
  geo: (dice) => `geo:${dice.below(90)}.${dice.below(99999)},${dice.below(180)}.${dice.below(99999)}`,
  laterVersion: (dice) => `CC${2 + dice.below(9998)}:${dice.of(kBase45, 30)}`,
  bytes: (dice) => dice.of('\0\u0001\u007fé你好🙂', 1 + dice.below(60)),
  otherVersion: (dice) => `${dice.pick(['CC0:', 'CC01:', 'CC1', 'cc1:', ' CC1:', 'CC1;'])}${dice.of(kBase45, 30).replace(/^\d*:/, 'A')}`,
};

describe('what is not ours', () => {
  it('1,000 random texts end in one fault of the code or its CBOR, never in a crash', () => {
    const dice = new Dice(printedSeed('random texts'));
    for (let i = 0; i < 1000; i++) {
      const ours = i % 2 === 1;
      const text = ours ? `CC1:${dice.of(kBase45, dice.below(610))}` : dice.of(`${kWord}${kBase45}\0é你🙂`, dice.below(700));
      const verdict = core.verifier.verifyCode(text, request).ok!;
      expect(verdict.outcome).toBe('invalid');
      expect(verdict.fault).toMatch(ours ? /^(code|cbor|cose|pass)\// : /^code\/(not-city-code|too-long)$/);
    }
  });

  it('1,000 random byte strings end the same way', () => {
    const dice = new Dice(printedSeed('random bytes'));
    for (let i = 0; i < 1000; i++) {
      const bytes = Uint8Array.from({ length: dice.below(700) }, () => dice.below(256));
      if (i % 2) bytes.set([0x43, 0x43, 0x31, 0x3a].slice(0, bytes.length));
      expect(core.verifier.verifyCode(bytes, request).ok!.outcome).toBe('invalid');
    }
  });

  it('1,000 symbols of other systems, drawn and read, are not city codes', () => {
    const dice = new Dice(printedSeed('symbols of other systems'));
    const names = Object.keys(systems);
    for (let i = 0; i < 1000; i++) {
      const name = names[i % names.length]!;
      const text = systems[name]!(dice);
      const picture = lumaOf(draw(core, text, dice.pick(['L', 'M', 'Q']), 3 + dice.below(3)));
      const found = core.reader.scanFrame(picture.luma, shapeOf(picture)).ok!;
      expect(found.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([text]);
      const expected = name === 'laterVersion' ? { outcome: 'undecided', fault: 'code/later-version' } : { outcome: 'invalid', fault: 'code/not-city-code' };
      expect(core.verifier.verifyCode(found[0]!.bytes, request).ok, text).toMatchObject(expected);
    }
  });
});
