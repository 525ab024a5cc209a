/** All passes of one hour end in the same second (docs/adr/0043): when do 1,000 phones fetch the next ones? */
import { expect, it } from 'vitest';
import { Asking } from '@citycode/client/asking';
import type { StoredKey } from '@citycode/client/stored-key';
import { Rounds } from '@citycode/client/rounds';
import { seeded } from '../../client/test/support/askings.js';
import { Device, kMorningMs, World } from '../../client/test/support/world.js';
import { kLastsLongEnoughSeconds, kRenewalSpreadSeconds, missingPasses, renewalOf } from '../src/pass-policy.js';
import type { PassRecord } from '../src/store.js';

const kPhones = 1000;
const kLifeSeconds = 86_400;
/** web/holder/src/network.ts. */
const kLookEveryMs = 5 * 60_000;
const kSeed = 7;

/**
 * 1,000 phones over six hours are 0.046 requests a second; that some second of the 21,600 sees five has a chance of
 * 21,600 x 0.046^5 / 120, less than one in 20,000. A city of a million phones: 46 a second, and five deviations of 7 more.
 */
const kMostASecond = 4;

const key = { kind: 'wrapped', publicKey: new Uint8Array(), iv: new Uint8Array(), sealedSeed: new Uint8Array() } satisfies StoredKey;

/** The phones' pages are open all the time and look as the app does; answers when each asked, in seconds before the end. */
async function play(draw: (random: () => number) => number): Promise<number[]> {
  const world = new World();
  const endUnixSeconds = kMorningMs / 1000 + 13 * 3600;   // an hour before the first may ask
  const asked: number[] = [];
  const batch = (expiresUnixSeconds: number, random: number): PassRecord[] => {
    const lives = { notBeforeUnixSeconds: expiresUnixSeconds - kLifeSeconds, expiresUnixSeconds };
    return [1, 2, 3, 4].map((n) => ({ id: `${n}`, scope: 'transit', key, pass: new Uint8Array(), attributes: [], ...lives, renewAtUnixSeconds: renewalOf(lives, random), usedAtUnixSeconds: null }));
  };
  const phones = Array.from({ length: kPhones }, (_, index) => {
    const random = seeded(kSeed + index);
    const device = new Device(world, random);
    device.answer = () => {
      asked.push(endUnixSeconds - Math.floor(world.nowMs / 1000));
      return Response.json({});
    };
    let passes = batch(endUnixSeconds, draw(random));   // given within one hour, and so ending together
    const asking = new Asking(device.parts());
    const rounds = new Rounds(async () => {
      const now = Math.floor(world.nowMs / 1000);
      if (missingPasses(passes, ['transit'], 4, now).size > 0) {
        const { ok } = await asking.ask('/v1/passes', { method: 'POST' }, () => true);
        if (ok) passes = batch(now + kLifeSeconds, draw(random));
      }
      rounds.looked(null);
    }, kLookEveryMs, asking.parts);
    rounds.start();
    return rounds;
  });
  await world.pass(13 * 3600 * 1000);
  for (const phone of phones) phone.stop();
  return asked;
}

const mostInASecond = (asked: readonly number[]): number => {
  const seconds = new Map<number, number>();
  for (const second of asked) seconds.set(second, (seconds.get(second) ?? 0) + 1);
  return Math.max(...seconds.values());
};

it(`never more than ${kMostASecond} of ${kPhones} phones renew in one second, and each long before its passes end`, async () => {
  const asked = await play((random) => random());
  expect(asked, 'each once').toHaveLength(kPhones);
  console.log(`seed ${kSeed}: at most ${mostInASecond(asked)} of ${kPhones} in one second`);
  expect(mostInASecond(asked)).toBeLessThanOrEqual(kMostASecond);
  const lookSeconds = kLookEveryMs * 1.1 / 1000;
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(kLastsLongEnoughSeconds - lookSeconds);
  expect(Math.max(...asked)).toBeLessThanOrEqual(kLastsLongEnoughSeconds + kRenewalSpreadSeconds);
  for (let hour = 6; hour < 12; hour++) {
    const inHour = asked.filter((second) => second >= hour * 3600 && second < (hour + 1) * 3600).length;
    expect(inHour, `between ${hour} and ${hour + 1} hours before the end`).toBeGreaterThan(kPhones / 6 - 60);   // five deviations of 12
  }
}, 60_000);

it('without a moment of its own each would ask within the minutes of one look', async () => {
  const asked = await play(() => 0);
  expect(asked).toHaveLength(kPhones);
  console.log(`seed ${kSeed}: at most ${mostInASecond(asked)} of ${kPhones} in one second`);
  expect(mostInASecond(asked)).toBeGreaterThan(kMostASecond);
}, 60_000);
