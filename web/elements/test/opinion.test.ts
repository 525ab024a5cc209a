import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { kMaxRatingTextChars } from '@citycode/wasm/limits';
import { describe, expect, it } from 'vitest';
import {
  cleanText, formEntries, kNoOpinion, lengthOf, opensCase, readOpinion, sentText, toldLeft, withIndicator, withLevel, withReason,
} from '../src/cc-rating/opinion.js';
import { indicatorsOf, kCaseLevel, kLevels, kReasons, type ServiceWay } from '../src/cc-rating/rating-terms.js';
import { catalogues } from './support/words.js';

const def = readFileSync(resolve(import.meta.dirname, '../../../core/include/citycode/ratings.def'), 'utf8');
const words = readFileSync(resolve(import.meta.dirname, '../../../core/src/rating/rating_words.h'), 'utf8');
const rows = (macro: string): readonly (readonly [string, ...string[]])[] =>
  [...def.matchAll(new RegExp(`^${macro}\\(\\w+, \\d+, "([^"]+)"(?:, ([^)]*))?\\)`, 'gm'))].map((row) => [row[1]!, ...(row[2]?.split(', ') ?? [])]);

describe('what a rating can say', () => {
  it('is what the core’s rows say', () => {
    expect(kLevels).toEqual(rows('CC_LEVEL').map(([name]) => name));
    expect(kReasons).toEqual(rows('CC_REASON').map(([name]) => name));
    const [, caseLevel] = /kCaseLevel = Level::(\w+);/.exec(words)!;
    expect(kLevels[kCaseLevel - 1]!.replaceAll('-', '')).toBe(caseLevel!.toLowerCase());
    const asked = { 'on-site': 'OnSite', 'online': 'Online', 'telephone': 'Telephone' } as const;
    for (const way of Object.keys(asked) as ServiceWay[]) {
      expect(indicatorsOf(way), way).toEqual(rows('CC_INDICATOR').filter(([, ...ways]) => ways.includes(asked[way])).map(([name]) => name));
    }
  });

  it.each(catalogues.map((words) => [words.language, words] as const))('has words in %s, and no two alike', (_, { rating, open }) => {
    expect(Object.keys(rating.levels).sort()).toEqual([...kLevels].sort());
    expect(Object.keys(open.channels).sort()).toEqual(rows('CC_CHANNEL').map(([name]) => name).sort());
    for (const table of [rating.levels, rating.reasons, rating.indicators, open.channels]) expect(new Set(Object.values(table)).size).toBe(Object.values(table).length);
  });
});

describe('an opinion', () => {
  it('has reasons at a bad level alone, each once and in their order', () => {
    let opinion = withLevel(kNoOpinion, 2);
    opinion = withReason(withReason(withReason(opinion, 'not-solved', true), 'long-wait', true), 'long-wait', true);
    expect(opinion.reasons).toEqual(['long-wait', 'not-solved']);
    expect(withReason(opinion, 'long-wait', false).reasons).toEqual(['not-solved']);
    expect(withLevel(opinion, 1).reasons).toEqual(['long-wait', 'not-solved']);
    expect(withLevel(opinion, 3).reasons).toEqual([]);
    expect(([1, 2, 3, 4, 5, null] as const).map((level) => opensCase(level))).toEqual([true, true, false, false, false, false]);
  });

  it('lets an indicator be taken back', () => {
    const rated = withIndicator(withLevel(kNoOpinion, 4), 'skill', 5);
    expect(rated.indicators).toEqual({ skill: 5 });
    expect(withIndicator(rated, 'skill', null).indicators).toEqual({});
  });

  it('is a form’s level first, and of the rest only what was said', () => {
    expect(formEntries('rating', kNoOpinion)).toEqual([]);
    expect(formEntries('rating', withLevel(kNoOpinion, 5))).toEqual([['rating', '5']]);
    const full = { level: 1, indicators: { efficiency: 2 }, reasons: ['long-wait', 'not-solved'], text: ' slow ' } as const;
    expect(formEntries('r', full)).toEqual([['r', '1'], ['r.efficiency', '2'], ['r.reason', 'long-wait'], ['r.reason', 'not-solved'], ['r.text', 'slow']]);
  });
});

describe('what a browser kept of a form', () => {
  const kept = { level: 2, indicators: { efficiency: 3, clarity: 4 }, reasons: ['hard-to-use'], text: 'slow' };

  it('comes back, without what is not asked of this way', () => {
    expect(readOpinion(kept, 'on-site')).toEqual({ level: 2, indicators: { efficiency: 3 }, reasons: ['hard-to-use'], text: 'slow' });
    expect(readOpinion(kept, 'online').indicators).toEqual({ efficiency: 3, clarity: 4 });
  });

  it.each([null, 3, 'x', [], {}, { level: 0 }, { level: 6 }, { level: 1.5 }, { level: '3' }])('is no opinion when it is %j', (strange) => {
    expect(readOpinion(strange, 'on-site')).toEqual(kNoOpinion);
  });

  it('brings no reason to a good level, and nothing that is no level', () => {
    expect(readOpinion({ ...kept, level: 4 }, 'on-site').reasons).toEqual([]);
    expect(readOpinion({ level: 4, indicators: { efficiency: 9, skill: 'a', __proto__: 1 }, reasons: 'long-wait', text: 7 }, 'on-site')).toEqual(withLevel(kNoOpinion, 4));
  });
});

describe('the text', () => {
  it('is one line: breaks and tabs become spaces', () => {
    expect(cleanText('first\r\nsecond\u2028third\tfourth')).toBe('first second third fourth');
  });

  it('has nothing in it that turns other text or is not seen', () => {
    expect(cleanText('a\u202Eb\u200Bc\u2066d\uFEFFe\u0007f\uE000g\u{E0041}h')).toBe('abcdefgh');
    expect(cleanText('half of a pair: \uD83D.')).toBe('half of a pair: .');
    expect(cleanText('مرحبا 👩‍👩‍👧 很好')).toBe('مرحبا 👩‍👩‍👧 很好');
  });

  it('ends at its limit in code points, however many are pasted', () => {
    expect(cleanText('x'.repeat(10_000))).toHaveLength(kMaxRatingTextChars);
    const faces = cleanText('😀'.repeat(10_000));
    expect(lengthOf(faces)).toBe(kMaxRatingTextChars);
    expect(faces.endsWith('😀'), 'no half of a pair at the end').toBe(true);
  });

  it('says nothing when it is blank', () => {
    expect(sentText(' \n ')).toBe('');
  });

  it('is read out near its end, and not at every letter', () => {
    const told = (left: number): number | null => toldLeft('x'.repeat(kMaxRatingTextChars - left));
    expect([500, 51, 50, 49, 21, 20, 11, 10, 1, 0].map(told)).toEqual([null, null, 50, 50, 50, 20, 20, 10, 10, 0]);
  });
});
