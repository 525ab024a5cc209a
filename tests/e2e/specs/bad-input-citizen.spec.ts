/** What can go wrong on the citizen's phone: each time a sentence, and a way on. */
import { setClockOffset } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { kPlainHost } from '../support/browser.ts';
import { filesAreKept } from '../support/kept.ts';
import { fillStorage, refuseStorage } from '../support/storage.ts';
import { wordsOf } from '../../support/words.ts';

/** The demo's enrolment codes live 15 minutes (docs/api.md). */
const kLongerThanACodeLivesSeconds = 1200;
const kPassesPerScope = 4;

test.describe('enrolment codes', () => {
  test('refuses a code that the office never gave out', async ({ openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.openApp();
    await citizen.enterEnrolmentCode('0000-0000-0000');
    await citizen.expectFault('enrol/unknown-code');
  });

  test('refuses a code that another phone used', async ({ city, openCitizen }) => {
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    const first = await openCitizen();
    await first.openApp();
    await first.enterEnrolmentCode(code.toLowerCase().replaceAll('-', ' '));
    await expect(first.code()).toBeVisible();
    const second = await openCitizen();
    await second.openApp();
    await second.enterEnrolmentCode(code);
    await second.expectFault('enrol/used-code');
  });

  test('refuses a code that is past its end', async ({ city, openCitizen }) => {
    await city.stop();
    await city.startAgain({ clockOffsetSeconds: -kLongerThanACodeLivesSeconds });
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    await city.stop();
    await city.startAgain();
    const citizen = await openCitizen();
    await citizen.openApp();
    await citizen.enterEnrolmentCode(code);
    await citizen.expectFault('enrol/expired-code');
  });

  test('says what is wrong with a code before asking anybody', async ({ openCitizen }) => {
    const citizen = await openCitizen();
    const asked: string[] = [];
    citizen.page.on('request', (request) => { if (request.method() === 'POST') asked.push(request.url()); });
    await citizen.openApp();
    await citizen.enterEnrolmentCode('');
    await expect(citizen.fault()).toContainText(citizen.words.enrol.empty);
    await citizen.enterEnrolmentCode('ABCD-EFGH');
    await expect(citizen.fault()).toContainText(citizen.words.enrol.length(8));
    await citizen.enterEnrolmentCode('ABCD-EFGH-JK!U');
    await expect(citizen.fault()).toContainText('!');
    expect(asked).toEqual([]);
  });

  test('takes a code out of a link, and out of the address at once', async ({ city, openCitizen }) => {
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    const citizen = await openCitizen();
    await citizen.page.goto(`${city.origin}/app/#enrol=${code}`);
    await expect(citizen.code()).toBeVisible();
    expect(citizen.page.url()).toBe(`${city.origin}/app/`);
  });
});

test.describe('clocks', () => {
  test('does not enrol a phone whose clock is 300 s ahead, and says by how much', async ({ city, openCitizen }) => {
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    const citizen = await openCitizen();
    await citizen.openApp();
    await setClockOffset(citizen.page, 300);
    await citizen.enterEnrolmentCode(code);
    await citizen.expectFault('request/clock-differs');
    await expect(citizen.fault().first()).toContainText(/(30\d|299) s ahead/);
  });

  test('enrols once the clock is right again, with the same code', async ({ city, openCitizen }) => {
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    const citizen = await openCitizen();
    await citizen.openApp();
    await setClockOffset(citizen.page, -130);
    await citizen.enterEnrolmentCode(code);
    await citizen.expectFault('request/clock-differs');
    await expect(citizen.fault().first()).toContainText(/1(29|3\d) s behind/);
    await setClockOffset(citizen.page, 0);
    await citizen.enterEnrolmentCode(code);
    await expect(citizen.code()).toBeVisible();
  });

  test('tells a phone with a code that its clock is 95 s behind', async ({ openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.becomeDemoCitizen('王小明');
    await setClockOffset(citizen.page, -95);
    await citizen.page.reload();
    await citizen.expectFault('env/clock-differs', { what: false });
    await expect(citizen.fault().first()).toContainText(/9[4-6] s behind/);
    await expect(citizen.code()).toBeVisible();
  });
});

test.describe('the office', () => {
  test('away at the first visit: the page cannot come, and comes when it is back', async ({ city, openCitizen }) => {
    await city.stop();
    const citizen = await openCitizen();
    await expect(citizen.openLanding()).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
    await expect(citizen.page).toHaveURL(/^chrome-error:/);
    await city.startAgain();
    await citizen.becomeDemoCitizen('王小明');
  });

  test('away in the middle of the first visit: a sentence instead of an empty page', async ({ openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.page.route('**/assets/city-app-*.js', (route) => route.abort('connectionreset'));
    await citizen.openApp();
    await expect(citizen.page.getByRole('alert')).toContainText('Check your connection and reload it');
    await citizen.page.unroute('**/assets/city-app-*.js');
    await citizen.page.reload();
    await expect(citizen.page.getByLabel(citizen.words.app.enrolLabel)).toBeVisible();
  });

  test('away while a code is entered: says so, and the same code works when it is back', async ({ city, openCitizen }) => {
    const code = await city.enrolmentCodeFor('Wang Xiaoming');
    const citizen = await openCitizen();
    await citizen.openApp();
    await expect(citizen.page.getByLabel(citizen.words.app.enrolLabel)).toBeVisible();
    await city.stop();
    await citizen.enterEnrolmentCode(code);
    await citizen.expectFault('env/offline');
    await city.startAgain();
    await citizen.enterEnrolmentCode(code);
    await expect(citizen.code()).toBeVisible();
  });

  test('away on the landing page: says so and offers to try again', async ({ openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.page.route('**/v1/**', (route) => route.abort('connectionrefused'));
    await citizen.openLanding();
    await citizen.expectFault('env/offline');
    await citizen.page.unroute('**/v1/**');
    await citizen.page.getByRole('button', { name: citizen.words.common.tryAgain }).click();
    await expect(citizen.page.getByRole('button', { name: citizen.words.landing.chooseName('王小明') })).toBeVisible();
  });

  test('no longer knows the phone: says so, and the phone can begin anew', async ({ city, openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.becomeDemoCitizen('王小明');
    await city.stop();
    await city.wipe();
    await city.startAgain();
    // Passes are asked for when half of a scene's are used.
    for (let i = 0; i < kPassesPerScope; i += 1) await citizen.chooseScene('transit');
    await citizen.expectFault('issue/unknown-device');
    await citizen.page.getByRole('button', { name: citizen.words.app.more }).first().click();
    await citizen.page.getByRole('button', { name: citizen.words.app.removeButton }).click();
    await citizen.page.getByRole('button', { name: citizen.words.app.removeYes }).click();
    await expect(citizen.page.getByText(citizen.words.app.removed)).toBeVisible();
    await citizen.enterEnrolmentCode(await city.enrolmentCodeFor('Wang Xiaoming'));
    await expect(citizen.code()).toBeVisible();
  });
});

test('tells a person without a network that the fresh passes are used up, and still shows a code', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await city.stop();
  const notice = citizen.page.getByText(citizen.words.app.reusedOffline);
  for (let i = 0; i <= kPassesPerScope; i += 1) await citizen.chooseScene('over-18');
  await expect(notice).toBeVisible();
  await expect(citizen.code('over-18')).toBeVisible();
});

test('tells a person without a network that the passes have expired, and has new ones as soon as it is back', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await filesAreKept(citizen.page);
  await city.stop();
  await setClockOffset(citizen.page, 25 * 3600);
  await citizen.page.reload();
  await expect(citizen.fault().first()).toContainText(citizen.words.faults['time/expired']!.what);
  await expect(citizen.code()).toHaveCount(0);
  await expect(citizen.page.getByRole('button', { name: citizen.words.app.fetchNow })).toBeVisible();
  // The next slot finds the office; nobody has to press the button.
  await city.startAgain({ clockOffsetSeconds: 25 * 3600 });
  await expect(citizen.code()).toBeVisible();
});

test('says when the browser refuses to keep anything', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  await refuseStorage(citizen.page);
  await citizen.openApp();
  await citizen.expectFault('env/storage-denied');
  await expect(citizen.page.getByRole('button', { name: citizen.words.common.tryAgain })).toBeVisible();
});

test('says that the phone has no room left, and loses nothing', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.openApp();
  const makeRoom = await fillStorage(citizen.page);
  await citizen.enterEnrolmentCode(await city.enrolmentCodeFor('Wang Xiaoming'));
  await citizen.expectFault('env/storage-full');
  await makeRoom();
  await citizen.page.getByRole('button', { name: citizen.words.app.enrolButton }).click();   // the code still stands there
  await expect(citizen.code()).toBeVisible();
});

test('says that a plain address is not safe, on the phone and at the gate', async ({ city, openContext }) => {
  const origin = `http://${kPlainHost}:${new URL(city.origin).port}`;
  const context = await openContext({ camera: 'none', origin });
  for (const path of ['/app/', '/console/']) {
    const page = await context.newPage();
    await page.goto(origin + path);
    await expect(page.locator('cc-fault').filter({ hasText: wordsOf('en').common.faultId('env/insecure-address') })).toBeVisible();
  }
});

// What the page asks for is the file that the office has: cut on the way, in another's stead, gone, or said to be of another type.
const wrongModules: Readonly<Record<string, (whole: Buffer) => { readonly status?: number; readonly contentType: string; readonly body: Buffer | string }>> = {
  'cut off': (whole) => ({ contentType: 'application/wasm', body: whole.subarray(0, whole.length >> 1) }),
  'empty': () => ({ contentType: 'application/wasm', body: '' }),
  'a page': () => ({ contentType: 'text/html', body: '<!doctype html><h1>Sign in to this network</h1>' }),
  'gone': () => ({ status: 404, contentType: 'text/plain', body: '' }),
};
for (const [name, wrong] of Object.entries(wrongModules)) {
  test(`says that the module did not come, and shows the code once it comes: ${name}`, async ({ openCitizen }) => {
    const citizen = await openCitizen({ keepsNoFiles: true });
    const { page } = citizen;
    await citizen.becomeDemoCitizen('王小明');
    const module = /\/citycode-holder-[^/]*\.wasm$/;
    await page.route(module, async (route) => {
      const answer = await route.fetch();
      await route.fulfill(wrong(await answer.body()));
    });
    await page.reload();
    await expect(citizen.fault()).toContainText(citizen.words.common.faultId('env/module-not-loaded'));
    await expect(citizen.code()).toHaveCount(0);
    await page.unrouteAll({ behavior: 'wait' });   // one may be under way
    await page.reload();
    await expect(citizen.code()).toBeVisible();
  });
}

test('shows the code when the module is said to be of another type', async ({ openCitizen }) => {
  const citizen = await openCitizen({ keepsNoFiles: true });
  await citizen.page.route(/\/citycode-holder-[^/]*\.wasm$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ contentType: 'application/octet-stream', body: await answer.body() });
  });
  await citizen.becomeDemoCitizen('王小明');
});
