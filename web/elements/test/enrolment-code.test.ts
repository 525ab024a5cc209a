import { describe, expect, it } from 'vitest';
import { caretAfterGrouping, groupTyped, readTyped } from '../src/enrolment-code.js';
import { codeInFragment } from '../src/enrolment-link.js';

describe('a typed enrolment code', () => {
  it.each([
    ['7K2M-9QXT-4HRB'], ['7k2m9qxt4hrb'], [' 7K2M 9QXT 4HRB '], ['7K2M–9QXT—4HRB'], ['７Ｋ２Ｍ９ＱＸＴ４ＨＲＢ'], ['7K2M.9QXT.4HRB'],
  ])('reads %j', (typed) => {
    expect(readTyped(typed)).toEqual({ kind: 'code', code: '7K2M-9QXT-4HRB' });
  });

  it('reads O as 0, I and L as 1', () => {
    expect(readTyped('OIL0-OIL0-OIL0')).toEqual({ kind: 'code', code: '0110-0110-0110' });
  });

  it('says what is wrong: nothing, the length, the characters', () => {
    expect(readTyped(' - ')).toEqual({ kind: 'empty' });
    expect(readTyped('ABCD')).toEqual({ kind: 'length', count: 4 });
    expect(readTyped('ABCD-EFGH-JKMNP')).toEqual({ kind: 'length', count: 13 });
    expect(readTyped('U!CD-EFGH-JKMN')).toEqual({ kind: 'characters', characters: 'U !' });
    expect(readTyped('王小明')).toEqual({ kind: 'characters', characters: '王 小 明' });
  });

  it('never tears what is one letter to the eye', () => {
    expect(readTyped('7K2M-9QXT-4HR😀')).toEqual({ kind: 'characters', characters: '😀' });
    expect(readTyped('👩‍🚒7K2M')).toEqual({ kind: 'characters', characters: '👩‍🚒' });
    expect(groupTyped('abc👩‍🚒de')).toBe('ABC👩‍🚒-DE');
    expect(groupTyped('abcd👍🏽')).toBe('ABCD-👍🏽');
    expect(caretAfterGrouping('abc👩‍🚒d', 'abc👩‍🚒'.length)).toBe('ABC👩‍🚒-'.length);
  });

  it('is grouped as it grows', () => {
    expect(['', 'a', 'abcd', 'abcde', 'abcd-efgh-j', 'abcdefghjkmnp'].map(groupTyped)).toEqual(['', 'A', 'ABCD', 'ABCD-E', 'ABCD-EFGH-J', 'ABCD-EFGH-JKMN-P']);
  });

  it('keeps the caret at the end while typing, and in the middle while correcting', () => {
    expect(caretAfterGrouping('abcde', 5)).toBe('ABCD-E'.length);
    expect(caretAfterGrouping('abcd', 4)).toBe('ABCD'.length);
    expect(caretAfterGrouping('ABXCD-EFGH', 3)).toBe(3);
  });

  it('is found in a link, whatever else is there', () => {
    expect(codeInFragment('#enrol=7K2M-9QXT-4HRB')).toBe('7K2M-9QXT-4HRB');
    expect(codeInFragment('#enrol=7K2M%2D9QXT')).toBe('7K2M-9QXT');
    expect(codeInFragment('#enrol=%')).toBe('%');
    expect(codeInFragment('#ENROL=7K2M')).toBe('7K2M');
    expect(codeInFragment('#enrol==7K2M')).toBe('7K2M');
    expect(codeInFragment('#other')).toBeNull();
    expect(codeInFragment('')).toBeNull();
  });
});
