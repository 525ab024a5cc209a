import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultIds } from '@citycode/wasm/faults';
import type { FaultId } from '@citycode/wasm/types';
import type { Part } from '../src/i18n/catalogue.js';
import { wordsOf as wordsIn } from '../src/i18n/current.js';
import { setLanguage } from '../src/i18n/page-language.js';
import { kLanguages, languageNames, matchLanguage, paperCardNames } from '../src/i18n/languages.js';
import type { LanguageTag } from '../src/i18n/names.generated.js';
import { faultText } from '../src/i18n/phrases.js';
import { catalogues, wordsOf } from './support/words.js';

const [en, zhCn, zhHant] = (['en', 'zh-CN', 'zh-Hant'] as const).map(wordsOf) as [Words, Words, Words];
type Words = (typeof catalogues)[number];
const core = resolve(import.meta.dirname, '../../../core');

const listed = (path: string, pattern: RegExp): string[] =>
  [...readFileSync(resolve(core, path), 'utf8').matchAll(pattern)].map((match) => match[1]!);

const faults = listed('include/citycode/faults.def', /^CC_FAULT\(\w+, "([^"]+)"/gm);
const attributes = listed('include/citycode/attributes.def', /^CC_ATTRIBUTE\(\w+, \d+, "([^"]+)"/gm);
const scenes = listed('include/citycode/scenes.def', /^CC_(?:SCENE\(\w+, \d+|LATER_SCENE\(\w+), "([^"]+)"/gm);

/** Every path to a word in a catalogue; functions count as one word. */
function paths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${prefix}/${key}`));
}

const words = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(words) : [];

/** What the functions say, with figures that stand for any. */
const spoken = (value: unknown): string[] =>
  typeof value === 'function' ? [String((value as (...of: unknown[]) => unknown)(3, 4))] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(spoken) : [];

it('finds the lists of the core', () => {
  expect(faults.length).toBeGreaterThan(80);
  expect(attributes.length).toBeGreaterThan(15);
  expect(scenes).toContain('transit');
});

describe.each(catalogues.map((catalogue) => [catalogue.language, catalogue] as const))('%s', (_language, catalogue) => {
  it('says of every fault what happened and what the person can do', () => {
    expect(Object.keys(catalogue.faults).filter((key) => !key.endsWith('/*')).sort()).toEqual([...faults].sort());
    for (const fault of faults) {
      const text = catalogue.faults[fault as FaultId]!;
      expect(text.what.length, fault).toBeGreaterThan(3);
      expect(text.next.length, fault).toBeGreaterThan(3);
    }
  });

  it('names every attribute and every scene of the core', () => {
    expect(Object.keys(catalogue.attributes).sort()).toEqual([...attributes].sort());
    for (const scene of scenes) expect(catalogue.scenes, scene).toHaveProperty(scene);
  });

  it('calls the paper card what the card itself says', () => {
    expect(catalogue.paper.title).toBe(paperCardNames[catalogue.language as LanguageTag]);
  });

  it('has the same words as English, none of them empty', () => {
    expect(paths(catalogue).sort()).toEqual(paths(en).sort());
    for (const word of words(catalogue)) expect(word.trim()).not.toBe('');
  });

  it('keeps to the voice: no exclamation marks, no words of engineers', () => {
    for (const word of words(catalogue)) {
      expect(word).not.toMatch(/[!！]/);
      expect(word).not.toMatch(/\b(credential|token|payload|kredensial)\b|令牌|载荷|載荷/i);
    }
  });
});

/** docs/glossary: one word for one thing. Documents have names of their own. */
const otherWords: Readonly<Record<string, RegExp>> = {
  'zh-CN': /办事处|钥匙|通行证|城市名单|扫码设备|查验/u,
  'zh-Hant': /辦事處|鑰匙|通行證|城市名單|紙質碼|掃碼裝置|核驗|服務窗口|密鑰/u,
  'en': /\bcounter\b|\bcertificate of identity\b/iu,
  'id': /\bizin\b|\bkantor(?! layanan| pajak| pembuat| lain| atau)\b/iu,
};

it.each(catalogues.map((catalogue) => [catalogue.language, catalogue] as const))('has one word for one thing in %s', (language, { holderClasses: _, ...rest }) => {
  const other = otherWords[language];
  if (other) for (const word of [...words(rest), ...spoken(rest)]) expect(word).not.toMatch(other);
});

it('does not leave another Chinese script’s characters behind', () => {
  expect(words(zhCn).join('')).not.toMatch(/[請這還碼開關機網顯]/u);
  expect(words(zhHant).join('')).not.toMatch(/[请这还码开关机网显]/u);
});

/** What a phone's own pages never meet: only a verifier says it. */
const onlyVerifiers = /^(code|audience|replay|revocation|image|signature|scope|paper)\/|^time\/(not-yet-valid|pass-|shown-|clock-(ahead|went))|^trust\/parts/u;

/** What only a phone meets: its own keys. */
const onlyHolders = /^key\//u;

describe.each(kLanguages)('the parts of a page in %s', (language) => {
  const kept = (parts: readonly Part[]) => setLanguage(language, parts);

  it('say to a holder every fault that a phone can meet, and never in the words for staff', async () => {
    await kept(['rating', 'cases', 'signin', 'holder']);   // who has no slip meets no fault of one, and who is asked by no site none of that
    const bug = faultText('internal/bug');
    const staff = await wordsIn(language, ['staff']);
    const ofStaff = new Set(faultIds.filter((fault) => /^(cbor|cose|pass|presentation|trust|time)\//u.test(fault)).map((fault) => staff.faults[fault]!.what));
    for (const fault of faultIds.filter((id) => !onlyVerifiers.test(id) && id !== 'internal/bug')) {
      expect(faultText(fault), fault).not.toBe(bug);
      expect(ofStaff, fault).not.toContain(faultText(fault).what);
    }
  });

  it('say to staff every fault there is, and of services what to do at a desk', async () => {
    await kept(['rating']);
    const ofRaters = faultText('ticket/unknown-office');
    await kept(['service', 'staff']);
    expect(faultText('ticket/unknown-office')).not.toEqual(ofRaters);
    expect(faultText('ticket/office-closed')).not.toBe(faultText('internal/bug'));
    await kept(['rating', 'cases', 'signin', 'staff']);
    for (const fault of faultIds.filter((id) => !onlyHolders.test(id) && id !== 'internal/bug')) expect(faultText(fault), fault).not.toBe(faultText('internal/bug'));
  });

  it('say of a place, a card and a list what to do there', async () => {
    await kept(['holder', 'sites', 'staff']);
    expect(faultText('time/expired', 'place')).not.toEqual(faultText('time/expired'));
    expect(faultText('time/expired', 'card')).not.toEqual(faultText('time/expired'));
    expect(faultText('cbor/truncated', 'list')).toBe(faultText('trust/bad-list'));
    expect(faultText('env/offline', 'place')).toBe(faultText('env/offline'));
  });
});

describe('the language that a phone asks for', () => {
  it.each([
    [['zh-CN'], 'zh-CN'], [['zh'], 'zh-CN'], [['zh-Hans-SG'], 'zh-CN'],
    [['zh-TW'], 'zh-Hant'], [['zh-HK', 'en'], 'zh-Hant'], [['zh-Hant-MO'], 'zh-Hant'], [['yue-Hant'], 'zh-Hant'],
    [['id-ID'], 'id'], [['in'], 'id'], [['en-GB'], 'en'], [['fr-FR', 'id'], 'id'], [['fr'], 'en'], [[], 'en'],
  ] as const)('%j is %s', (preferred, expected) => {
    expect(matchLanguage([...preferred])).toBe(expected);
  });

  it('has a name of its own for each', () => {
    expect(Object.keys(languageNames).sort()).toEqual([...kLanguages].sort());
  });
});
