// The main job in each engine: a phone shows a code, a scanner reads it off the phone's own pixels, with the city and without.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { wrapDate } from '../support/test-clock.ts';
import { cameraIsCanvas, holdBeforeCamera } from './support/camera.ts';
import { kEngines } from './support/engines.ts';
import { drawing, enrol, expectOutcome, gateWords, openGate, setClock, showTransit, type Photograph } from './support/gate.ts';
import { filesAreKept } from './support/in-page.ts';
import { Page } from './support/page.ts';

/** Longer than a gate takes a code for shown just now. */
const kTooLateSeconds = 120;

const lookAgain = (gate: Page): Promise<void> => gate.press({ role: 'button', name: gateWords.verdict.clearNow });

async function expectFault(gate: Page, fault: keyof typeof gateWords.faults): Promise<void> {
  await gate.expectWords(gateWords.common.faultId(fault), 'cc-verdict');
}

describe.each(kEngines.map((make) => make()))('$name', (engine) => {
  let city: CityServer;
  let phone: Page;
  let gate: Page;
  let photograph: Photograph;

  beforeAll(async () => {
    [city, phone, gate] = await Promise.all([CityServer.start(), Page.open(engine), Page.open(engine, wrapDate, cameraIsCanvas)]);
    console.log(`engine: ${await phone.tab.version()}`);
  });
  afterAll(async () => {
    await engine.close();
    await city?.end();
  });

  it('enrols a phone, which then shows a code', async () => {
    await enrol(phone, city.origin, await city.enrolmentCodeFor('Wang Xiaoming'));
    photograph = await showTransit(phone);
  });

  it('reads the code off the pixels of the phone, and lets it in once', async () => {
    await openGate(gate, city.origin);
    await setClock(gate, photograph);
    await holdBeforeCamera(gate, photograph.picture);
    await expectOutcome(gate, 'valid');
    await gate.expectWords(gateWords.attributes['fare-type']!, 'cc-verdict', 'dl');
    await lookAgain(gate);
    await expectOutcome(gate, 'invalid');
    await expectFault(gate, 'replay/seen');
  });

  it('shows and reads a code with the city gone and both pages opened anew', async () => {
    for (const page of [phone, gate]) await page.waitFor('service worker', () => page.tab.evaluate(filesAreKept));
    await city.stop();
    const before = await drawing(phone);
    await Promise.all([phone.tab.reload(), gate.tab.reload()]);
    photograph = await showTransit(phone);
    expect(await drawing(phone)).not.toBe(before);
    await setClock(gate, photograph);
    await holdBeforeCamera(gate, photograph.picture);
    await expectOutcome(gate, 'valid');
  });

  it('refuses a copy of it that is shown later', async () => {
    await setClock(gate, photograph, kTooLateSeconds);
    await lookAgain(gate);
    await expectOutcome(gate, 'invalid');
    await expectFault(gate, 'time/shown-too-long-ago');
  });

  it('has complained of nothing in all that', async () => {
    expect([await phone.tab.complaints(), await gate.tab.complaints()]).toEqual([[], []]);
  });

  it('complains of what breaks the policy, fails or says so', async () => {
    await phone.tab.evaluate(() => {
      document.body.setAttribute('style', 'color: red');
      console.error('said on purpose');
      setTimeout(() => { throw new Error('thrown on purpose'); });
    });
    await phone.waitFor('complaint of each', async () => {
      const complaints = (await phone.tab.complaints()).join('\n');
      return ['policy: style-src-attr', 'said on purpose', 'thrown on purpose'].every((words) => complaints.includes(words));
    });
  });
});
