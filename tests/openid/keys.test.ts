// Keys of the service after a clock that was wrong, and after a file that lost its content.
import { KeyFolder } from '@citycode/openid/keys/key-folder';
import { rotateSigningKeys, signingJwks } from '@citycode/openid/keys/signing-keys';
import { Seal } from '@citycode/openid/kept/seal';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const kAheadMs = 4 * 365 * 86_400_000;

describe('signing keys', () => {
  let path: string;
  let folder: KeyFolder;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    path = await mkdtemp(join(tmpdir(), 'citycode-keys-'));
    folder = new KeyFolder(path);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await rm(path, { recursive: true });
  });

  const signer = (): string => signingJwks(folder)[0]!.kid;
  const laterBy = (ms: number): void => { vi.setSystemTime(Date.now() + ms); };

  it('made by a clock that was years ahead sign when it is right again, and give way to the next', () => {
    signingJwks(folder);
    laterBy(kAheadMs);
    rotateSigningKeys(folder);
    laterBy(3_600_000);
    rotateSigningKeys(folder);   // the first ones are over
    laterBy(-kAheadMs - 3_600_000);
    const ahead = signer();
    rotateSigningKeys(folder);
    laterBy(61_000);
    expect(signer()).not.toBe(ahead);
  });

  it('that are still to sign give way to those of another rotation', () => {
    const first = signer();
    rotateSigningKeys(folder, 600);
    rotateSigningKeys(folder, 30);
    expect(signer()).toBe(first);
    expect(signingJwks(folder)).toHaveLength(6);
    laterBy(31_000);
    expect(signer()).not.toBe(first);
  });
});

it.each([0, 31, 33])('a key for records of %i bytes closes none', (bytes) => {
  expect(() => new Seal(new Uint8Array(bytes))).toThrow('is damaged');
});
