import { describe, expect, it } from 'vitest';
import { placeInFragment } from '../src/place-link.js';

const bytes = Uint8Array.of(0xd2, 0x84, 0x43);
const text = '0oRD';

describe('a place in an address', () => {
  it.each([
    [`#venue=${text}`, 'venue'], [`#portal=${text}`, 'portal'], [`#VENUE=${text}`, 'venue'], [`#Venue=${text}`, 'venue'], [`#venue=${text}&from=sheet`, 'venue'],
    [`#%23venue=${text}`, 'venue'], [`%23venue=${text}`, 'venue'], [`#venue%3D${text}`, 'venue'], [`#venue%3d${text}`, 'venue'],
    [`#venue==${text}`, 'venue'], [`#venue=${text}=`, 'venue'], [`#venue=${text}==`, 'venue'], [`#venue=${text} `, 'venue'],
  ])('%s is read as it was printed', (hash, kind) => {
    expect(placeInFragment(hash)).toEqual({ kind, bytes });
  });

  it('is none in another fragment', () => {
    for (const hash of ['', '#', '#venues=0oRD', '#x=venue=0oRD', '#enrol=7K2M']) expect(placeInFragment(hash), hash).toBeNull();
  });

  it('is of no bytes where it is not base64url or too long: the core refuses it', () => {
    for (const record of ['', '0oR*', 'A'.repeat(1001), '王']) expect(placeInFragment(`#venue=${record}`)?.bytes, record).toEqual(new Uint8Array());
  });
});
