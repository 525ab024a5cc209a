// A person's day with the mini-program, on both hosts, with the running city and the web scanner.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolve } from 'node:path';
import { CityServer } from '../support/city-server.ts';
import { holderWordsOf, wordsOf } from '../support/words.ts';
import { kHosts, MiniPhone } from './support/phone.ts';
import type { PhoneSettings } from './support/phone.ts';
import { figuresOf, frameOf, Gate, Site, slipOf, textOn, verdictOn } from './support/world.ts';

const words = holderWordsOf('en');
const packageFolder = process.env['CITYCODE_MINIPROGRAM'] ?? resolve(import.meta.dirname, '../../build/miniprogram');
const kHourMs = 3_600_000;

/** The simulator puts the phone's clock in Node's place: this one is the world's. */
const nowMs = (): number => performance.timeOrigin + performance.now();

let city: CityServer;
beforeAll(async () => { city = await CityServer.start(); });
afterAll(() => city?.end());

describe.each(kHosts)('%s', (kind) => {
  let phone: MiniPhone;

  function take(settings: PhoneSettings = {}): MiniPhone {
    phone?.end();
    phone = MiniPhone.start(kind, packageFolder, {
      origin: city.origin, language: 'en', files: { 'city.js': `module.exports = ${JSON.stringify({ origin: city.origin })};` }, ...settings,
    });
    return phone;
  }
  beforeEach(() => { take(); });
  afterEach(() => phone.end());

  /** The text of the code that is on the screen now, once it is another one than `before`. */
  const codeOn = (before = ''): Promise<string> => phone.page().waitFor(() => {
    if (!phone.page().has('#code')) return null;
    try {
      const text = textOn(phone.page().canvas('#code'));
      return text !== before ? text : null;
    } catch (_) {
      return null;   // nothing was drawn yet
    }
  }) as Promise<string>;

  async function enrol(name = 'Wang Xiaoming'): Promise<string> {
    const enrolmentCode = await city.enrolmentCodeFor(name);
    phone.launch();
    await phone.page().waitFor(words.enrol.title);
    phone.page().type(words.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    return codeOn();
  }

  const isOn = (route: string): Promise<boolean> => phone.page().waitFor(() => phone.page().route.includes(route));

  it('enrols and shows a code that the web scanner lets in; killed and opened again it shows one at once, without a network too', async () => {
    await enrol();
    const screen = phone.page().canvas('#code');
    const first = textOn(screen)!;
    phone.kill();
    phone.goOffline();
    phone.launch();
    const second = await codeOn(first);
    const offline = phone.page().canvas('#code');
    expect(phone.page().text()).toContain(words.scenes.transit);
    phone.kill();
    const gate = await Gate.open(city);
    try {
      expect(await gate.see(screen, Math.floor(nowMs() / 1000))).toBe(wordsOf('en').verdict.valid);
    } finally {
      await gate.close();
    }
    expect(second).not.toBe(first);
    expect(textOn(offline)).toBe(second);
    expect(await verdictOn(city, second, 'transit')).toMatchObject({ outcome: 'undecided', fault: 'revocation/list-missing' });   // of a device without lists: nothing but that
  });

  it('chooses scenes, and shows the code large and bright while the screen stays on', async () => {
    const transit = await enrol();
    phone.page().tap(words.scenes.identity!);
    const identity = await codeOn(transit);
    expect(identity).not.toBe(transit);
    expect(phone.page().text()).toContain(words.scenes.identity);
    phone.page().tap('.hold');
    await phone.page().waitFor(words.app.brightness);
    expect(phone.calls('setKeepScreenOn').at(-1)!.options).toMatchObject({ keepScreenOn: true });
    await phone.page().waitFor(() => phone.brightness === 1);
    phone.page().tap('.hold');
    await phone.page().waitFor(() => phone.brightness !== 1);
    phone.kill();
    phone.launch();
    await codeOn();
    await phone.page().waitFor(words.app.willSee('').trim());
    expect(phone.page().attribute('.hold', 'aria-label'), 'the scene is remembered').toContain(words.code.imageName(words.scenes.identity!));
    expect(JSON.stringify(phone.share())).not.toMatch(/王小明|Wang/u);
    phone.hide();
    await phone.page().waitFor(() => textOn(phone.page().canvas('#code')) === null);   // nothing for the task switcher
  });

  it('scans a venue’s sheet, and shows a code for that place alone', async () => {
    const address = await city.venueAddress('city-library', 'City Library', ['culture-and-sport', 'identity']);
    const before = await enrol();
    phone.page().tap(words.chat.scan);
    await isOn('scan');
    await phone.page().waitFor(() => phone.showFrame(...frameArguments(address)));
    await isOn('asked');
    await phone.page().waitFor('City Library');
    expect(phone.page().text()).toContain('1 Garden Road');
    await phone.page().waitFor(words.places.venueAgree);
    phone.page().tap('#agree');
    await isOn('code');
    await phone.page().waitFor(words.places.onlyFor('City Library'));
    const text = await codeOn(before);
    const checks = (await verdictOn(city, text, 'culture-and-sport', { venueId: 'city-library' })).checks;
    expect(checks.find(({ check }) => check === 'audience')).toMatchObject({ state: 'passed' });
    const elsewhere = (await verdictOn(city, text, 'culture-and-sport', { venueId: 'central-library' })).checks;
    expect(elsewhere.find(({ check }) => check === 'audience')).toMatchObject({ state: 'failed' });
    phone.page().tap(words.places.leave);
    await phone.page().waitFor(() => !phone.page().text().includes(words.places.onlyFor('City Library')));
  });

  it('scans a site’s question and signs in there; refused, the site has seen nothing', async () => {
    await enrol();
    for (const [answer, title, state] of [['#agree', words.asked.answered, 'signed-in'], ['#decline', words.asked.refused, 'refused']] as const) {
      const site = await Site.asking(city);
      phone.page().tap(words.chat.scan);
      await isOn('scan');
      await phone.page().waitFor(() => phone.showFrame(...frameArguments(site.address)));
      await isOn('asked');
      await phone.page().waitFor(words.asked.title);
      expect(phone.page().text()).toContain('Demo Tax Office');
      phone.page().tap(answer);
      await phone.page().waitFor(title);
      await phone.page().waitFor(async () => (await site.state()).state === state);
      phone.page().tap(words.common.back);
      await isOn('code');
      await codeOn();
    }
  });

  it('answers a site that it scanned before it had a code', async () => {
    const enrolmentCode = await city.enrolmentCodeFor('Wang Xiaoming');
    const site = await Site.asking(city);
    phone.launch({ query: { q: encodeURIComponent(site.address) } });
    await isOn('asked');
    await phone.page().waitFor(words.asked.title);
    phone.page().tap('#agree');
    await phone.page().waitFor(words.app.enrolThen('Demo Tax Office'));
    phone.page().tap('.first');
    await isOn('code');
    await phone.page().waitFor(words.app.enrolThen('Demo Tax Office'));
    phone.page().type(words.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    await isOn('asked');
    await phone.page().waitFor(words.asked.title);
    phone.page().tap('#agree');
    await phone.page().waitFor(words.asked.answered);
    await phone.page().waitFor(async () => (await site.state()).state === 'signed-in');
    phone.back();   // not by the button
    await isOn('code');
    await codeOn();
  });

  it('comes back to the code that was open, which costs no pass', async () => {
    await enrol();
    const used = (): number => (JSON.parse(phone.stored()['phone.passes'] as string) as { usedAtUnixSeconds: number | null }[]).filter((pass) => pass.usedAtUnixSeconds !== null).length;
    const before = used();
    expect(before).toBe(1);
    phone.page().tap(words.app.more);
    await isOn('more');
    phone.back();
    await isOn('code');
    await codeOn();
    expect(used()).toBe(before);
  });

  it.each(['zh-CN', 'zh-Hant', 'en', 'id'] as const)('speaks %s on every page, from the first screen', async (language) => {
    const own = holderWordsOf(language);
    take({ language: language === 'zh-Hant' ? 'zh_TW' : language.replace('-', '_') });
    const enrolmentCode = await city.enrolmentCodeFor('Wang Xiaoming');
    const slip = await slipOf(city);
    const site = await Site.asking(city);
    const said: string[] = [];
    const look = async (words: string): Promise<void> => {
      await phone.page().waitFor(words);
      said.push(phone.page().text());
    };
    phone.launch();
    await look(own.enrol.title);
    phone.page().type(own.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    await codeOn();
    await look(own.chat.scan);
    phone.page().tap(own.app.more);
    await look(own.app.passesTitle);
    phone.kill();
    phone.launch({ query: { q: encodeURIComponent(site.address) } });
    await look(own.asked.title);
    phone.kill();
    phone.launch({ query: { q: encodeURIComponent(slip) } });
    await look(own.rating.levelTitle);
    expect(said.join('\n')).not.toMatch(/undefined|null|\[object|NaN/u);
  });

  it('rates a service by its slip, which is sent and counted once', async () => {
    const [slip, before] = [await slipOf(city), await figuresOf(city)];
    await enrol();
    phone.page().tap(words.chat.scan);
    await isOn('scan');
    await phone.page().waitFor(() => phone.showFrame(...frameArguments(slip)));
    await isOn('rate');
    await phone.page().waitFor(words.rating.levelTitle);
    expect(phone.page().text()).toContain('Tax return');
    phone.page().tap('#send-now');
    await phone.page().waitFor(words.rating.choose);
    phone.page().tap('#level-5');
    phone.page().tap('#send-now');
    await phone.page().waitFor(words.rate.sentText);
    expect((await figuresOf(city)).hidden).toBeGreaterThanOrEqual(Math.max(1, before.hidden));
    phone.kill();
    phone.launch({ query: { q: encodeURIComponent(slip) } });
    await isOn('rate');
    await phone.page().waitFor(words.rate.sent);
  });

  it('knows whose code it is and what is left, speaks another language, grows large, and is removed', async () => {
    await enrol();
    phone.page().tap(words.app.more);
    await isOn('more');
    await phone.page().waitFor('王小明');
    await phone.page().waitFor(words.app.passesTitle);
    phone.page().toggle('#large');
    await phone.page().waitFor(() => phone.page().has('.large'));
    phone.page().tap('#language-zh-CN');
    const chinese = holderWordsOf('zh-CN');
    await phone.page().waitFor(chinese.app.passesTitle);
    phone.kill();
    phone.launch();
    await phone.page().waitFor(chinese.chat.scan);
    expect(phone.page().has('.large')).toBe(true);
    phone.page().tap(chinese.app.more);
    await isOn('more');
    await phone.page().waitFor('王小明');
    phone.page().tap('#ask-sure');
    await phone.page().waitFor(() => phone.page().has('#remove'));
    phone.page().tap('#remove');
    await isOn('code');
    await phone.page().waitFor(chinese.app.removed);
    expect(Object.keys(phone.stored()).filter((key) => key.startsWith('phone.'))).toEqual([]);
  });

  it('shows a code all day without a network, and says so when its passes are over', async () => {
    await enrol();
    await phone.page().waitFor(() => !phone.page().text().includes(words.app.fetchingPasses));
    phone.goOffline();
    const passes = JSON.parse(phone.stored()['phone.passes'] as string) as { scope: string; expiresUnixSeconds: number }[];
    const endMs = Math.min(...passes.filter(({ scope }) => scope === 'transit').map(({ expiresUnixSeconds }) => expiresUnixSeconds)) * 1000;
    for (const aheadMs of [kHourMs, endMs - nowMs() - 60_000]) {   // and in the last minute of its passes
      phone.setClock(aheadMs);
      phone.kill();
      phone.launch();
      const text = await codeOn();
      const now = Math.floor((nowMs() + aheadMs) / 1000);
      expect((await verdictOn(city, text, 'transit', { nowUnixSeconds: now })).checks.filter(({ state }) => state === 'failed'), `after ${aheadMs / kHourMs} h`).toEqual([]);
    }
    phone.setClock(3 * 24 * kHourMs);
    phone.kill();
    phone.launch();
    await phone.page().waitFor(words.common.faultId('time/expired'));
    await phone.page().waitFor(words.faults['env/offline']!.what);
    phone.setClock(0);
    phone.goOnline();
    phone.kill();
    phone.launch();
    await codeOn();
  });

  it('says that the phone is full, and loses nothing', async () => {
    const enrolmentCode = await city.enrolmentCodeFor('Wang Xiaoming');
    phone.fillStorage();
    phone.launch();
    await phone.page().waitFor(words.enrol.title);
    phone.page().type(words.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    await phone.page().waitFor(words.common.faultId('env/storage-full'));
    phone.evictStorage();
    phone.page().tap('#enrol');
    await codeOn();
  });

  it('says that what it kept was taken away', async () => {
    await enrol();
    phone.evictStorage();
    phone.page().tap(words.scenes.identity!);
    await phone.page().waitFor(words.common.faultId('env/storage-evicted'));
    phone.kill();
    phone.launch();
    await phone.page().waitFor(words.enrol.title);
  });

  it('says that its keys cannot be opened, makes no other key in the place of the one that is gone, and begins anew', async () => {
    await enrol();
    phone.kill();
    phone.takeAway('phone.opening-key');
    phone.launch();
    await phone.page().waitFor(words.common.faultId('key/seal-broken'));
    expect(Object.keys(phone.stored())).not.toContain('phone.opening-key');
    phone.page().tap(words.app.more);
    await isOn('more');
    await phone.page().waitFor(() => phone.page().has('#ask-sure'));
    phone.page().tap('#ask-sure');
    await phone.page().waitFor(() => phone.page().has('#remove'));
    phone.page().tap('#remove');
    await isOn('code');
    await phone.page().waitFor(words.app.removed);
    await enrol();
  });

  it('says which way the phone’s clock is wrong, and enrols once it is right', async () => {
    const enrolmentCode = await city.enrolmentCodeFor('Wang Xiaoming');
    phone.setClock(300_000);
    phone.launch();
    await phone.page().waitFor(words.enrol.title);
    phone.page().type(words.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    await phone.page().waitFor(words.common.faultId('request/clock-differs'));
    const seconds = Number(new RegExp(words.common.clockAhead('(\\d+) s'), 'u').exec(phone.page().text())?.[1]);
    expect(Math.abs(seconds - 300), 'to the second, and what the request took').toBeLessThan(5);
    phone.setClock(0);
    phone.kill();
    phone.launch();
    await phone.page().waitFor(words.enrol.title);
    phone.page().type(words.app.enrolLabel, enrolmentCode);
    phone.page().tap('#enrol');
    await codeOn();
  });

  describe('bad input', () => {
    it('a host without WebAssembly, and one that is too old: a sentence and the web app’s address', async () => {
      phone.withoutWebAssembly();
      phone.launch();
      await phone.page().waitFor(words.chat.noModule.what);
      expect(phone.page().text()).toContain(`${city.origin}/app/`);
      take({ baseLibrary: '2.19.0' });
      phone.launch();
      await phone.page().waitFor(words.chat.oldApp.what);
      phone.page().tap(words.chat.copyAddress);
      expect(phone.clipboard).toBe(`${city.origin}/app/`);
    });

    it('a module that does not come once', async () => {
      phone.failWebAssembly(1);
      phone.launch();
      await phone.page().waitFor(words.common.faultId('env/module-not-loaded'));
      phone.page().tap(words.common.tryAgain);
      await phone.page().waitFor(words.enrol.title);
    });

    it('the camera refused, and allowed', async () => {
      await enrol();
      phone.refuseCamera();
      phone.page().tap(words.chat.scan);
      await phone.page().waitFor(words.chat.cameraDenied.what);
      phone.allowCamera();
      phone.page().tap(words.chat.openSettings);
      await phone.page().waitFor(() => phone.showFrame(...frameArguments('https://example.org/')));
      await phone.page().waitFor(words.chat.notOurs.what);
    });

    it('a link of another city, a code that nobody gave, the same link twice', async () => {
      const [enrolmentCode, other] = [await city.enrolmentCodeFor('Wang Xiaoming'), await city.enrolmentCodeFor('Li Yutong')];
      phone.launch({ query: { q: encodeURIComponent('https://other.example/app/#enrol=7K2M-9QXT-4HRB') } });
      await phone.page().waitFor(words.chat.otherCity.what);
      await phone.page().waitFor(words.enrol.title);
      expect(phone.page().value(words.app.enrolLabel)).toBe('');
      phone.kill();
      const link = { q: encodeURIComponent(`${city.origin}/app/#enrol=${enrolmentCode}`) };
      phone.launch({ query: link });
      await phone.page().waitFor(() => phone.page().has(words.app.enrolLabel) && phone.page().value(words.app.enrolLabel) === enrolmentCode);
      phone.page().tap('#enrol');
      await codeOn();
      phone.launchAgain(link);
      await codeOn();
      phone.kill();
      phone.launch({ query: link });
      await phone.page().waitFor(words.chat.sameCode);
      await codeOn();
      phone.kill();
      phone.launch({ query: { enrol: '7K2M-9QXT-4HRB' } });
      await phone.page().waitFor(words.app.replaceTitle);
      phone.page().tap(words.app.replaceNo);
      await codeOn();
      phone.kill();
      phone.launch({ query: { enrol: other } });
      await phone.page().waitFor(words.app.replaceTitle);
      phone.page().tap(words.app.replaceYes);
      await phone.page().waitFor(() => phone.page().has(words.app.enrolLabel) && phone.page().value(words.app.enrolLabel) === other);
      phone.page().tap('#enrol');
      await codeOn();
      phone.page().tap(words.app.more);
      await phone.page().waitFor('李雨桐');
    });
  });
});

function frameArguments(text: string): [Uint8Array, number, number] {
  const { rgba, widthPx, heightPx } = frameOf(text);
  return [new Uint8Array(rgba.buffer), widthPx, heightPx];
}
