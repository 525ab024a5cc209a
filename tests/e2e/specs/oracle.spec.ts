/** A code that the app drew, judged by other people's code alone (support/foreign.ts). */
import { bytesOfCode, readIssuerKeys, readQrText, verifyCode } from '../support/foreign.ts';
import { chooseSeed, seededRandom } from '../support/random.ts';
import { expect, test } from '../support/fixtures.ts';

/** docs/format.md: the four claims of a pass, the two of a presentation, the attribute "fare-type" and its value "adult". */
const kPassClaims = [4, 5, 8, -65537], kPresentationClaims = [3, 6];
const kFareType = 8, kAdult = 1, kTransitScopeId = 7;
const kSlotSeconds = 5, kMarkSeconds = 3600, kPassLifeSeconds = 24 * kMarkSeconds, kIssuedBeforeSeconds = 120;
const kMostCodeBytes = 264, kFlips = 200;

async function trustAnchors(origin: string): Promise<{ rootKey: Uint8Array; trustList: Uint8Array }> {
  const city = (await (await fetch(`${origin}/v1/city`)).json()) as { rootKey: string };
  const trustList = new Uint8Array(await (await fetch(`${origin}/v1/trust-list`)).arrayBuffer());
  return { rootKey: new Uint8Array(Buffer.from(city.rootKey, 'base64url')), trustList };
}

test('a foreign reader, COSE, CBOR and Ed25519 accept a code that the app drew, and no flipped bit of it', async ({ city, openCitizen }) => {
  const { rootKey, trustList } = await trustAnchors(city.origin);
  const citizen = await openCitizen({ language: 'zh-CN' });
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('transit');
  const { picture, takenUnixSeconds } = await citizen.photograph();

  const issuerKeys = await readIssuerKeys(trustList, rootKey);
  const code = bytesOfCode(await readQrText(picture));
  const reading = await verifyCode(code, issuerKeys);

  expect(code.length).toBeLessThanOrEqual(kMostCodeBytes);
  expect([...reading.claimsOfPass].sort()).toEqual([...kPassClaims].sort());
  expect(reading.claimsOfPresentation).toEqual(kPresentationClaims);
  expect(reading.audience).toBe('transit');
  expect(reading.scopeId).toBe(kTransitScopeId);
  expect([...reading.attributes]).toEqual([[kFareType, kAdult]]);
  expect(reading.issuedUnixSeconds % kSlotSeconds).toBe(0);
  expect(takenUnixSeconds - reading.issuedUnixSeconds).toBeGreaterThanOrEqual(0);
  expect(takenUnixSeconds - reading.issuedUnixSeconds).toBeLessThan(2 * kSlotSeconds);
  expect(reading.expiresUnixSeconds - reading.notBeforeUnixSeconds).toBe(kPassLifeSeconds);
  expect(reading.notBeforeUnixSeconds % kMarkSeconds).toBe(0);
  expect(reading.notBeforeUnixSeconds).toBeLessThan(takenUnixSeconds - kIssuedBeforeSeconds + 2);
  expect(reading.expiresUnixSeconds).toBeGreaterThan(takenUnixSeconds);

  await test.step('a flipped bit is never accepted', async () => {
    const seed = chooseSeed();
    console.log(`flips, CITYCODE_SEED=${seed}`);
    const random = seededRandom(seed);
    for (let i = 0; i < kFlips; i += 1) {
      const bit = Math.floor(random() * code.length * 8);
      const flipped = code.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await expect(verifyCode(flipped, issuerKeys), `bit ${bit}`).rejects.toThrow();
    }
    const list = trustList.slice();
    list[list.length >> 1]! ^= 1;
    await expect(readIssuerKeys(list, rootKey)).rejects.toThrow();
  });

  await test.step('nor is the code of another city', async () => {
    await expect(verifyCode(code, [rootKey])).rejects.toThrow();
  });
});
