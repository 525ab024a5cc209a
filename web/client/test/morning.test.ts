import { expect, it } from 'vitest';
import { Asking } from '../src/asking/asking.js';
import { Rounds } from '../src/asking/rounds.js';
import { kFirstSpreadMs, kLongestSpreadMs, kPauseMs } from '../src/asking/rules.js';
import { seeded } from './support/askings.js';
import { Device, kMorningMs, World } from './support/world.js';

const kPhones = 1000;
const kAwayMs = 10 * 60_000;
/** What the office can answer in a second when it is back; more are refused with 503, and ask again. */
const kASecond = 20;
const kBucketMs = 10_000;
const kSeed = 42;

/**
 * Why 20 a second are never passed: after ten minutes every phone draws from the longest spread, so that it asks once in
 * 4 + 150 s on average, and 1000 phones together 1000 / 154 = 6.5 times a second. The most of a few hundred such seconds
 * lies five deviations (2.5 each) above: 19.
 */
const kMostASecond = 20;

it(`an office that was away for ten minutes comes up again, and serves ${kPhones} phones whose passes ended together`, async () => {
  const world = new World();
  const asked: number[] = [];
  const servedAt: number[] = [];
  let second = -1;
  let taken = 0;

  function office(): Response {
    asked.push(world.nowMs - kMorningMs);
    if (world.nowMs < kMorningMs + kAwayMs) return new Response('<h1>Service unavailable</h1>', { status: 503 });
    const now = Math.floor(world.nowMs / 1000);
    if (now !== second) [second, taken] = [now, 0];
    taken += 1;
    if (taken > kASecond) return Response.json({ fault: 'store/unavailable', requestId: 'r' }, { status: 503 });
    servedAt.push(world.nowMs - kMorningMs);
    return Response.json({ passes: [] });
  }

  const served = new Set<number>();
  const phones = Array.from({ length: kPhones }, (_, index) => {
    const device = new Device(world, seeded(kSeed + index));
    device.answer = office;
    const asking = new Asking(device.parts());
    const rounds = new Rounds(async () => {
      const { ok, problem } = await asking.ask('/v1/passes', { method: 'POST' }, () => true);
      if (ok) served.add(index);
      rounds.looked(problem ?? null);
    }, null, asking.parts);
    rounds.start();
    rounds.looked({ fault: 'env/no-passes-left', requestId: '', clockDifferenceSeconds: null, askAgainAtMs: kMorningMs, pressAgainAtMs: null });
    return rounds;
  });

  await world.pass(kAwayMs + 2 * (kPauseMs + kLongestSpreadMs));
  for (const phone of phones) phone.stop();

  const inBucket = (times: readonly number[], bucket: number, ms: number): number => times.filter((time) => Math.floor(time / ms) === bucket).length;
  const lines = Array.from({ length: Math.ceil((Math.max(...asked) + 1) / kBucketMs) }, (_, bucket) => {
    const requests = inBucket(asked, bucket, kBucketMs);
    return `${String(bucket * kBucketMs / 1000).padStart(5)} s ${String(requests).padStart(5)} ${String(inBucket(servedAt, bucket, kBucketMs)).padStart(5)} ${'#'.repeat(Math.ceil(requests / 25))}`;
  });
  console.log(`seed ${kSeed}; requests and answers in each 10 s, # is 25 requests; the office is back at 600 s\n${lines.join('\n')}`);

  expect(served.size, 'all are served').toBe(kPhones);
  expect(Math.max(...servedAt), 'within one longest wait').toBeLessThanOrEqual(kAwayMs + kPauseMs + kLongestSpreadMs + 1000);
  const perSecond = (from: number): number => Math.max(...Array.from({ length: Math.ceil(Math.max(...asked) / 1000) - from + 1 }, (_, i) => inBucket(asked, from + i, 1000)));
  expect(perSecond(kAwayMs / 1000), 'requests a second when it is back').toBeLessThanOrEqual(kMostASecond);
  // Even the first repetition is spread over the first spread: 1000 over 8 s are 125 a second, and five deviations of 11.
  expect(perSecond(1), 'requests a second ever, after the first of each').toBeLessThanOrEqual(kPhones / (kFirstSpreadMs / 1000) + 5 * 11);
  expect(asked.length / kPhones, 'requests of one phone in the whole').toBeLessThan(12);
}, 60_000);
