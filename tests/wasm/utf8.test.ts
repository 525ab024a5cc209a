import { describe, expect, it } from 'vitest';
import { decodeByHand, encodeByHand } from '../../wasm/dist/utf8.js';

describe('UTF-8 by hand, for hosts without TextEncoder', () => {
  it.each(['', 'CC1:', 'é ÿ', '王小明', '🙂🇨🇳', '\0\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}', 'x'.repeat(5000)])('%j is what the host writes and reads', (text) => {
    expect(encodeByHand(text)).toEqual(new TextEncoder().encode(text));
    expect(decodeByHand(new TextEncoder().encode(text))).toBe(text);
  });
  it('replaces a lone surrogate', () => {
    expect(encodeByHand('a\ud800b')).toEqual(new TextEncoder().encode('a\ud800b'));
  });
});
