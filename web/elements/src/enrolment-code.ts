/** What somebody types from a slip of paper: forgiving to read, strict about what cannot be right. */

import { kEnrolmentCodeChars } from '@citycode/wasm/limits';
import { letters } from '@citycode/elements/letters';

/** Crockford's base 32; O, I and L are read as the digits they look like, U is in no code. */
const kInACode = /^[0-9A-TV-Z]$/u;

export type TypedCode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'characters'; readonly characters: string }
  | { readonly kind: 'length'; readonly count: number }
  | { readonly kind: 'code'; readonly code: string };

/** Full-width letters of Chinese keyboards become plain ones; spaces and every sort of hyphen go. */
function significant(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[\s\p{Dash}_.·]/gu, '');
}

/** Groups of four as they grow: "7K2M-9QXT-4". What is one letter to the eye, such as a picture of a family, is never torn. */
export function groupTyped(typed: string): string {
  const typedLetters = letters(significant(typed));
  return Array.from({ length: Math.ceil(typedLetters.length / 4) }, (_, i) => typedLetters.slice(4 * i, 4 * i + 4).join('')).join('-');
}

/** Where the caret stands after grouping, so that typing in the middle stays in the middle. */
export function caretAfterGrouping(typed: string, caret: number): number {
  const all = letters(significant(typed));
  const before = letters(significant(typed.slice(0, caret))).length;
  const hyphens = Math.floor(Math.max(0, before - (before === all.length ? 1 : 0)) / 4);
  return all.slice(0, before).join('').length + hyphens;
}

export function readTyped(typed: string): TypedCode {
  const text = significant(typed);
  if (text === '') return { kind: 'empty' };
  const wrong = [...new Set(letters(text).filter((letter) => !kInACode.test(letter)))];
  if (wrong.length > 0) return { kind: 'characters', characters: wrong.join(' ') };
  if (text.length !== kEnrolmentCodeChars) return { kind: 'length', count: text.length };
  const canonical = text.replace(/O/g, '0').replace(/[IL]/g, '1');
  return { kind: 'code', code: canonical.match(/.{4}/g)!.join('-') };
}
