import { faultIds } from '@citycode/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '../src/i18n/current.js';
import { en } from '../src/i18n/en.js';
import { id } from '../src/i18n/id.js';
import { listFaultText } from '../src/i18n/phrases.js';
import { zhCn } from '../src/i18n/zh-cn.js';
import { zhHant } from '../src/i18n/zh-hant.js';

beforeAll(() => setLanguage('en'));

describe('what is said of a list', () => {
  it.each(['cbor/truncated', 'cbor/unexpected-type', 'cose/bad-structure', 'signature/weak-key'] as const)('%s inside it is not a person’s code', (fault) => {
    expect(listFaultText(fault)).toBe(en.faults['trust/bad-list']);
  });

  it('leaves what is said of everything else', () => {
    expect(listFaultText('trust/too-old')).toBe(en.faults['trust/too-old']);
    expect(listFaultText('env/not-the-office')).toBe(en.faults['env/not-the-office']);
  });

  it('promises an earlier list only where there is one', () => {
    for (const words of [en, zhCn, zhHant, id]) {
      const promised = words.lists.earlierStays.replace(/[.。]$/u, '');
      for (const fault of faultIds) expect(words.faults[fault].next, `${words.language} ${fault}`).not.toContain(promised);
    }
    for (const fault of ['trust/bad-list', 'trust/bad-signature', 'revocation/bad-list', 'revocation/bad-signature'] as const) {
      expect(en.faults[fault].next).not.toMatch(/stays/);
    }
  });
});
