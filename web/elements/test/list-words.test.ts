import { faultIds } from '@citycode/wasm/faults';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultText } from '../src/i18n/phrases.js';
import { catalogues, speak, wordsOf } from './support/words.js';

const en = wordsOf('en');
beforeAll(() => speak('en'));

describe('what is said of a list', () => {
  it.each(['cbor/truncated', 'cbor/unexpected-type', 'cose/bad-structure', 'signature/weak-key'] as const)('%s inside it is not a person’s code', (fault) => {
    expect(faultText(fault, 'list')).toBe(en.faults['trust/bad-list']);
  });

  it('leaves what is said of everything else', () => {
    expect(faultText('trust/too-old', 'list')).toBe(en.faults['trust/too-old']);
    expect(faultText('env/not-the-office', 'list')).toBe(en.faults['env/not-the-office']);
  });

  it('promises an earlier list only where there is one', () => {
    for (const words of catalogues) {
      const promised = words.lists.earlierStays.replace(/[.。]$/u, '');
      for (const fault of faultIds) expect(words.faults[fault]!.next, `${words.language} ${fault}`).not.toContain(promised);
    }
    for (const fault of ['trust/bad-list', 'trust/bad-signature', 'revocation/bad-list', 'revocation/bad-signature'] as const) {
      expect(en.faults[fault]!.next).not.toMatch(/stays/);
    }
  });
});
