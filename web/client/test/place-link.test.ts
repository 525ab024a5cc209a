import { describe, expect, it } from 'vitest';
import { placeInFragment } from '../src/place-link.js';

const bytes = Uint8Array.of(0xd2, 0x84, 0x43);
const text = '0oRD';

describe('a place in an address', () => {
  it.each([
    [`#venue=${text}`, 'venue'], [`#VENUE=${text}`, 'venue'], [`#Venue=${text}`, 'venue'], [`#venue=${text}&from=sheet`, 'venue'],
    [`#%23venue=${text}`, 'venue'], [`%23venue=${text}`, 'venue'], [`#venue%3D${text}`, 'venue'], [`#venue%3d${text}`, 'venue'],
    [`#venue==${text}`, 'venue'], [`#venue=${text}=`, 'venue'], [`#venue=${text}==`, 'venue'], [`#venue=${text} `, 'venue'],
  ])('%s is read as it was printed', (hash, kind) => {
    expect(placeInFragment(hash)).toEqual({ kind, bytes });
  });

  it('is none in another fragment', () => {
    for (const hash of ['', '#', '#venues=0oRD', '#x=venue=0oRD', '#enrol=7K2M']) expect(placeInFragment(hash), hash).toBeNull();
  });

  it.each(['#portal=aa.12.bb', '#PORTAL=aa.12.bb', '%23portal%3Daa.12.bb', '#portal=aa.12.bb=', '#portal=aa.12.bb&x=1'])('%s is a living code', (hash) => {
    expect(placeInFragment(hash)).toEqual({ kind: 'portal', code: 'aa.12.bb' });
  });

  it('takes no more of a living code than an address may have', () => {
    expect(placeInFragment(`#portal=${'x'.repeat(5000)}`)).toEqual({ kind: 'portal', code: 'x'.repeat(1000) });
  });

  it('is of no bytes where it is not base64url or too long: the core refuses it', () => {
    for (const record of ['', '0oR*', 'A'.repeat(1001), '王']) expect(placeInFragment(`#venue=${record}`), record).toEqual({ kind: 'venue', bytes: new Uint8Array() });
  });
});
