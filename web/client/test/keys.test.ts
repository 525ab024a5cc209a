import { afterEach, expect, it, vi } from 'vitest';
import { KeyMaker } from '../src/signing/keys.js';

const noWrapping = (): Promise<CryptoKey> => Promise.reject(new Error('nothing is wrapped here'));
const original = SubtleCrypto.prototype.generateKey;

/** As WebKitGTK does it: every so many calls one fails. */
function failing(names: readonly (string | null)[]): { readonly calls: () => number } {
  let calls = 0;
  vi.spyOn(SubtleCrypto.prototype, 'generateKey').mockImplementation(function generate(this: SubtleCrypto, ...asked: unknown[]) {
    const name = names[calls++] ?? null;
    return name ? Promise.reject(new DOMException('failed', name)) : Reflect.apply(original, this, asked) as never;
  });
  return { calls: () => calls };
}
afterEach(() => { vi.restoreAllMocks(); });

it('asks again for a key that an engine failed to make, when it looks whether it can and when it makes one', async () => {
  const { calls } = failing(['OperationError', null, 'OperationError', 'OperationError', null]);
  expect((await new KeyMaker(noWrapping).make()).kind).toBe('webcrypto');
  expect(calls()).toBe(5);
});

it('does not ask for ever', async () => {
  const maker = new KeyMaker(noWrapping);
  await maker.make();
  failing(Array.from({ length: 100 }, () => 'OperationError'));
  await expect(maker.make()).rejects.toThrow('failed');
});

it('asks once where Ed25519 is unknown', async () => {
  const { calls } = failing(['NotSupportedError']);
  await expect(new KeyMaker(noWrapping).make()).rejects.toThrow();
  expect(calls()).toBe(1);
});
