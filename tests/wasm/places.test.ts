// Venue records and portal requests, by the vectors.
import type { CityCore } from '@citycode/wasm';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOfHex } from './city.js';
import { placeRootKey, placeTrustList, placeVectors } from './place-vectors.js';
import { requestIdOf } from './portal-vectors.js';
import { freshCore } from './raw-module.js';

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

describe('what a citizen scans', () => {
  it.each(placeVectors.map((each) => [each.id, each] as const))('%s', (_, { now, input, expect: expected }) => {
    if (input.withTrustList) expect(core.verifier.loadTrustList(placeTrustList, placeRootKey).ok).toBeDefined();
    const bytes = bytesOfHex(input.bytes);
    const read = input.kind === 'venue' ? core.holder.readVenue(bytes, now) : core.holder.readPortalRequest(bytes, requestIdOf(bytes), now);
    expect({ fault: read.fault ?? null, value: read.ok ?? null }).toEqual(expected);
  });

  it('is asked for with a time that makes sense', () => {
    expect(core.holder.readVenue(new Uint8Array(), NaN).fault).toBe('request/malformed');
    expect(core.holder.readPortalRequest(new Uint8Array(), new Uint8Array(), Infinity).fault).toBe('request/malformed');
  });
});
