/** The bench itself: both hosts show, hear and remember, and the phone answers as it should. */
import { describe, expect, test } from 'vitest';
import { kFixture, kProbe, probe, said, says, start, withProbe } from './support/fixture.ts';
import { kHosts, MiniPhone } from './support/phone.ts';

const kDayMs = 24 * 60 * 60 * 1000;

/** All that the phone has to say by now is said. */
const tick = (): Promise<void> => new Promise((done) => setImmediate(done));

describe.each(kHosts)('a package on the %s host', (kind) => {
  test('is shown, tapped, typed into and switched', async () => {
    const made = start(kind);
    made.launch({ query: { name: 'Lin' } });
    const page = made.page();
    await page.waitFor('Hello Lin');
    await page.waitFor('Tally 1');
    expect(page.text().split('\n'))
      .toEqual(['Home', 'First visit', 'Hello Lin', '0: apple', '1: pear', 'Ask the city', 'Show a code', 'Tally 1', 'Counted 0', 'in all']);
    page.type('Name', '');
    await page.waitFor(() => !page.text().includes('Hello'));
    page.type('#name', 'Ada');
    page.toggle('Loud');
    await page.waitFor('Hello Ada');
    await page.waitFor(() => page.byRole('heading')[0]?.name === 'HOME');
    expect(page.byRole('switch')).toEqual([{ role: 'switch', name: 'Loud', disabled: false, checked: true }]);
    page.tap('1: pear');
    await page.waitFor(() => page.byRole('heading')[0]?.name === 'b');
    page.tap('Tally');
    await page.waitFor('Counted 2');
    await page.waitFor('Tally 2');
    expect(() => page.tap('in all')).toThrow('nothing hears a tap');
  });

  test('opens a second page, draws on it, sees a frame and goes back', async () => {
    const made = start(kind);
    made.launch();
    const page = made.page();
    page.tap('Show a code');
    await page.waitFor('drawn');
    expect(page.route).toBe('pages/code/index');
    const { widthPx, heightPx, rgba } = page.canvas('#code');
    expect([widthPx, heightPx]).toEqual([4, 2]);
    expect([...rgba.subarray(4, 12)]).toEqual([200, 0, 0, 255, 255, 255, 255, 255]);
    const frame = new Uint8Array([7, 0, 0, 255]);
    expect(made.showFrame(frame, 1, 1)).toBe(0);
    page.tap('Look');
    await page.waitFor(() => made.showFrame(frame, 1, 1));
    await page.waitFor('saw 1x1 true 7');
    page.tap('Away');
    await page.waitFor(() => page.route === kProbe);
    expect(made.showFrame(frame, 1, 1)).toBe(0);
    made.back();
    expect(page.route).toBe('pages/code/index');
    expect(made.showFrame(frame, 1, 1)).toBe(1);
    made.back();
    expect([page.route, made.depth]).toEqual(['pages/home/index', 1]);
    made.back();
    made.launchAgain();
    expect(page.route).toBe('pages/home/index');
  });

  test('keeps its storage when it is ended, and loses it when the chat app cleans up', async () => {
    const made = start(kind);
    made.launch();
    await made.page().waitFor('Tally 1');
    made.kill();
    made.launch();
    await made.page().waitFor('Visit 2');
    made.evictStorage();
    made.launch();
    await made.page().waitFor('First visit');
  });

  test('is told what it was opened with again', async () => {
    const made = probe('wx.onAppShow(({ query }) => say([query.a, wx.getEnterOptionsSync().query.a, getApp().lastQuery.a]))', {}, kind);
    made.hide();
    made.launchAgain({ a: '5' });
    expect(await said(made)).toEqual(['5', '5', '5']);
  });

  test('has the phone\'s clock, and timers that end with it', async () => {
    const hourly = 'setInterval(() => { wx.setStorageSync("t", Date.now()); say([new Date().getTime(), typeof Date()]) }, 3600000)';
    const made = probe(hourly, { clockOffsetMs: kDayMs }, kind);
    const before = performance.timeOrigin + performance.now();
    await made.advance(2 * 3_600_000);
    const [shownMs, text] = await said(made) as [number, string];
    expect(text).toBe('string');
    expect(Math.abs(shownMs - (before + kDayMs + 2 * 3_600_000))).toBeLessThan(60_000);
    made.kill();
    made.evictStorage();
    await made.advance(kDayMs);
    expect(made.stored()).toEqual({});
  });

  test('has its errors told', async () => {
    const made = probe('page.absent.member()', {}, kind);
    expect(made.takeTroubles().join()).toMatch(/undefined.*member.*at.*probe\.js/s);
    expect(() => made.page().tap('#said')).toThrow('there is no method "absent"');
  });

  test('draws nothing and says so when the person refuses the camera', async () => {
    const made = start(kind);
    made.refuseCamera();
    made.launch({ path: 'pages/code/index', query: { width: '2' } });
    await made.page().waitFor('drawn');
    made.page().tap('Look');
    await made.page().waitFor('insertCamera:fail auth deny');
    expect(made.showFrame(new Uint8Array(4), 1, 1)).toBe(0);
  });

  test('stands still after 5 seconds in the background, and is ended after half an hour', async () => {
    const counts = 'let n = 0; setInterval(() => wx.setStorageSync("n", ++n), 1000); wx.onMemoryWarning(() => wx.setStorageSync("m", 1))';
    const made = probe(counts, {}, kind);
    made.hide();
    await made.advance(4_500);
    expect(made.stored()).toEqual({ n: 4 });
    await made.advance(60_000);
    const { n } = made.stored();
    made.warnOfMemory();
    await tick();
    expect(made.stored()).toEqual({ n });
    made.launchAgain();
    await made.page().waitFor(() => made.stored()['m']);
    await made.page().waitFor(() => made.stored()['n'] === Number(n) + 1);
    made.hide();
    await made.advance(29 * 60_000);
    made.launchAgain();
    expect(made.page().route).toBe(kProbe);
    made.hide();
    await made.advance(30 * 60_000);
    made.launchAgain();
    expect(made.page().route).toBe('pages/home/index');
  });

  test('changes nothing once it was ended', async () => {
    const made = probe('Promise.resolve().then(() => {}).then(() => { wx.setStorageSync("late", 1); wx.setStorage({ key: "later", data: 1 }) })', {}, kind);
    made.kill();
    await tick();
    expect(made.stored()).toEqual({});
  });

  test('follows a navigator, chooses in a group and shares', async () => {
    const made = start(kind, { files: {
      'pages/code/index.wxml': `<navigator url="../probe/index" open-type="redirect">Away</navigator><view>{{said}}</view>
        <radio-group bindchange="chose"><radio value="a" checked aria-label="A"/><radio value="b" aria-label="B"/></radio-group>`,
      'pages/code/index.js': `Component({ data: { said: '' }, methods: {
        chose(event) { this.setData({ said: 'chose ' + event.detail.value }) }, onShareAppMessage({ from }) { return { title: from } } } });`,
    } });
    made.launch({ path: 'pages/code/index' });
    const page = made.page();
    page.toggle('B');
    await page.waitFor('chose b');
    expect(page.byRole('radio').map(({ name, checked }) => [name, checked])).toEqual([['A', false], ['B', true]]);
    expect(made.share()).toEqual({ title: 'menu' });
    page.tap('Away');
    await page.waitFor(() => page.route === kProbe);
    expect(made.depth).toBe(1);
  });
});

describe('the phone', () => {
  test('shows a page that Page makes, with members of its own', async () => {
    const made = start('limiting', { files: {
      'pages/probe/index.wxml': '<button bindtap="count">{{n}} of {{most}}</button>', 'pages/probe/index.json': '{}',
      'pages/probe/index.js': `Page({ data: { n: 0, most: 0 }, most: 3, onLoad({ n }) { this.setData({ n: Number(n), most: this.most }) },
        count() { this.setData({ n: this.data.n + 1 }) } });`,
    } });
    made.launch({ path: kProbe, query: { n: '1' } });
    await made.page().waitFor('1 of 3');
    made.page().tap('1 of 3');
    await made.page().waitFor('2 of 3');
  });

  test('gives random bytes, a million at most', async () => {
    const give = (length: number): string =>
      `wx.getRandomValues({ length: ${length} })
        .then(({ randomValues: bytes }) => say([bytes instanceof ArrayBuffer, bytes.byteLength]), ({ errMsg }) => say(errMsg))`;
    expect(await says(give(8))).toEqual([true, 8]);
    expect(await says(give(1_048_577))).toContain('getRandomValues:fail');
  });

  test('opens ten pages, and only those of the package', async () => {
    const made = probe('wx.navigateTo({ url: "/pages/absent/index", fail: ({ errMsg }) => say(errMsg) })');
    expect(await said(made)).toContain('is not found');
    const deep = probe('wx.navigateTo({ url: "index?deep=1", fail: ({ errMsg }) => say([errMsg, getCurrentPages().length]) })');
    expect(await said(deep)).toEqual(['navigateTo:fail webview count limit exceed', 10]);
    expect(deep.depth).toBe(10);
  });

  test('starts no camera before it is ready, nor one without a frame size', async () => {
    expect(await says('wx.createCameraContext().onCameraFrame(() => {}).start({ fail: ({ errMsg }) => say(errMsg) })'))
      .toContain('has not told initdone');
    const page = (camera: string, method: string): MiniPhone => {
      const made = start('limiting', { files: {
        'pages/code/index.wxml': `<camera ${camera}/><view>{{said}}</view>`,
        'pages/code/index.js': `Component({ data: { said: '' }, methods: { ${method}() {
          const listener = wx.createCameraContext().onCameraFrame(() => {});
          Promise.resolve().then(() => listener.start({ fail: ({ errMsg }) => this.setData({ said: errMsg }) }));
        } } });`,
      } });
      made.launch({ path: 'pages/code/index' });
      return made;
    };
    await page('bindinitdone="ready"', 'ready').page().waitFor('has no frame-size');
    await page('frame-size="small"', 'onReady').page().waitFor('has not told initdone');
  });

  test('asks the person, and remembers what a package set', async () => {
    const made = probe(`wx.setScreenBrightness({ value: 1 }); wx.setKeepScreenOn({ keepScreenOn: true }); wx.onUserCaptureScreen(() => say("captured"));
      wx.showModal({ title: "Forget?", success: ({ confirm }) => say(confirm) })`);
    await made.page().waitFor(() => made.modal);
    expect(made.modal).toMatchObject({ title: 'Forget?' });
    made.answerModal(true);
    expect(await said(made)).toBe(true);
    expect(made.brightness).toBe(1);
    expect(made.calls('setKeepScreenOn')).toEqual([{ name: 'setKeepScreenOn', options: { keepScreenOn: true } }]);
    made.captureScreen();
    await made.page().waitFor('captured');
  });

  test('lets the person decide anew in the settings', async () => {
    const made = withProbe(`wx.authorize({ scope: "scope.camera" })
      .catch(({ errMsg }) => wx.openSetting().then(({ authSetting }) => say([errMsg, authSetting])))`);
    made.refuseCamera();
    made.launch({ path: kProbe });
    expect(await said(made)).toEqual(['authorize:fail auth deny', { 'scope.camera': false }]);
    made.allowCamera();
    made.launch({ path: kProbe });
    expect(await said(made)).toEqual(['authorize:fail auth deny', { 'scope.camera': true }]);
  });

  test('fails a test that leaves the package\'s troubles unread', () => {
    const made = probe('throw new Error("unread")');
    expect(() => made.end()).toThrow('unread');
  });

  test('is one of two that are shown at once, each with its own camera and storage', async () => {
    const [one, other] = [MiniPhone.start('limiting', kFixture), MiniPhone.start('limiting', kFixture)];
    for (const made of [one, other]) {
      made.launch({ path: 'pages/code/index', query: { width: '2' } });
      made.page().tap('Look');
    }
    const rgba = new Uint8Array([3, 0, 0, 255]);
    await one.page().waitFor(() => one.showFrame(rgba, 1, 1));
    await one.page().waitFor('saw 1x1 true 3');
    expect(other.page().text()).not.toContain('saw');
    one.end();
    await other.page().waitFor(() => other.showFrame(rgba, 1, 1));
    other.end();
  });
});
