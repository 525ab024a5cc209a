/** The main job, end to end: one phone shows a code, another scans it, first with the network and then without. */
import type { Citizen, Photograph, SceneName } from '../support/citizen.ts';
import { stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';
import type { Scanner } from '../support/scanner.ts';

/** Between the last photograph and the look of the scanner. */
const kMomentSeconds = 2;

const pictures = (photographs: readonly Photograph[]): Buffer[] => photographs.map(({ picture }) => picture);
const lastOf = (photographs: readonly Photograph[]): number => photographs.at(-1)!.takenUnixSeconds;

async function lookAt(scanner: Scanner, photographs: readonly Photograph[], laterSeconds = kMomentSeconds): Promise<void> {
  await stopClockAt(scanner.page, lastOf(photographs) + laterSeconds);
  await scanner.page.reload();
}

/** Set up with the clock of that moment already, before the camera starts: else a fast scanner sees the film twice. */
async function setUpToLookAt(scanner: Scanner, scene: SceneName, photographs: readonly Photograph[], laterSeconds = kMomentSeconds): Promise<void> {
  await stopClockAt(scanner.page, lastOf(photographs) + laterSeconds);
  await scanner.setUp(scene);
}

test('a resident takes the metro: the gate reads the fare and nothing else, with the network and without', async ({ city, film, openCitizen, openScanner }) => {
  test.setTimeout(120_000);
  const citizen: Citizen = await openCitizen({ language: 'zh-CN' });
  const scanner: Scanner = await openScanner({ language: 'zh-CN' });
  let photographs: Photograph[] = [];

  await test.step('she becomes a demo citizen and opens her metro code, which renews itself', async () => {
    await citizen.becomeDemoCitizen('王小明');
    await citizen.chooseScene('transit');
    photographs = await citizen.photographSlots(3);
  });

  await test.step('the gate reads it off a moving, blurred, noisy picture: valid, with her fare', async () => {
    await film.show(...pictures(photographs));
    await scanner.open();
    await setUpToLookAt(scanner, 'transit', photographs);
    await scanner.expectOutcome('valid');
    expect(await scanner.fields()).toEqual({ 票种: '成人' });
    await scanner.expectNothingElseOf(['王小明', 'Wang Xiaoming', '990000199003070015', '9***15', '居民身份证', '职工']);
  });

  await test.step('the server is gone; both pages still open and do their work', async () => {
    await Promise.all([filesAreKept(citizen.page), filesAreKept(scanner.page)]);
    await city.stop();
    await citizen.page.reload();
    await citizen.chooseScene('transit');
    const offline = await citizen.photographSlots(2);
    expect(offline[0]!.picture.equals(photographs[2]!.picture)).toBe(false);
    photographs = offline;
    await film.show(...pictures(photographs));
    await lookAt(scanner, photographs);
    await scanner.expectOutcome('valid');
    expect(await scanner.fields()).toEqual({ 票种: '成人' });
  });

  await test.step('the same film two minutes later is out of time, and the page says by how much', async () => {
    await lookAt(scanner, photographs, 120);
    await scanner.expectOutcome('invalid');
    await scanner.expectFault('time/shown-too-long-ago');
    // The film repeats two slots; the first of them is at most 10 s older than its last photograph.
    await expect(scanner.verdict()).toContainText(/1[23]\d ?秒/);
    expect(await scanner.fields()).toEqual({});
  });

  await test.step('one code shown twice is refused the second time', async () => {
    await citizen.page.reload();   // a fresh pass: the gate remembers the one before, also over its own reloads
    await citizen.chooseScene('transit');
    photographs = await citizen.photographSlots(1);
    await film.show(photographs[0]!.picture);
    await lookAt(scanner, photographs);
    await scanner.expectOutcome('valid');
    await scanner.next();
    await scanner.expectOutcome('invalid');
    await scanner.expectFault('replay/seen');
    expect(await scanner.fields()).toEqual({});
  });
});

test('a passport holder shows her identity: a long name, and no more than the desk needs', async ({ film, openCitizen, openScanner }) => {
  const name = 'Maximiliana Alexandra von Hohenberg-Schwarzenfeld zu Lindenau';
  const citizen = await openCitizen({ language: 'en' });
  const scanner = await openScanner({ language: 'en' });
  await citizen.becomeDemoCitizen(name);
  await citizen.chooseScene('identity');
  const photographs = await citizen.photographSlots(1);
  await film.show(...pictures(photographs));
  await scanner.open();
  await setUpToLookAt(scanner, 'identity', photographs);
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toEqual({
    'Name': 'Maximiliana Alexandra von Hoh…',   // 32 bytes with the mark (docs/format.md, "Sealed attributes")
    'Document': 'Passport',
    'Document number, partly hidden': 'X***41',
  });
  await scanner.expectNothingElseOf(['XX0000041', 'Self-pay', '1983']);
});

test('a code for another scene is refused, and nothing of it is shown', async ({ film, openCitizen, openScanner }) => {
  const citizen = await openCitizen({ language: 'en' });
  const scanner = await openScanner({ language: 'en' });
  await citizen.becomeDemoCitizen('Amara Okafor');
  await citizen.chooseScene('identity');
  const photographs = await citizen.photographSlots(1);
  await film.show(...pictures(photographs));
  await scanner.open();
  await setUpToLookAt(scanner, 'transit', photographs);
  await scanner.expectOutcome('invalid');
  await scanner.expectFault('scope/wrong-scene');
  expect(await scanner.fields()).toEqual({});
  await scanner.expectNothingElseOf(['Amara', 'Okafor']);
});

test('each slot has a code of its own, and a code of the slot before is still accepted', async ({ film, openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  const scanner = await openScanner();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('over-18');
  const [first, second] = await citizen.photographSlots(2);
  expect(first!.picture.equals(second!.picture)).toBe(false);
  await film.show(first!.picture);
  await scanner.open();
  await setUpToLookAt(scanner, 'over-18', [first!, second!], 0);
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toEqual({ '18 or over': 'Yes' });
});
