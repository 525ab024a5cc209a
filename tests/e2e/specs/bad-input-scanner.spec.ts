/** What can go wrong at the scanner: each time a sentence, and a way on. */
import sharp from 'sharp';
import { stopClockAt, setClockOffset } from '../support/clock.ts';
import { expect, test, type DeviceOptions } from '../support/fixtures.ts';
import { drawForeignCode } from '../support/foreign.ts';
import type { Photograph, Citizen } from '../support/citizen.ts';
import type { Scanner } from '../support/scanner.ts';
import { refuseStorage, silenceStorage } from '../support/storage.ts';

async function photographOf(citizen: Citizen): Promise<Photograph> {
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('over-18');
  return citizen.photograph();
}

async function readyScanner(openScanner: (options?: DeviceOptions) => Promise<Scanner>, options: DeviceOptions = {}): Promise<Scanner> {
  const scanner = await openScanner(options);
  await scanner.open();
  await scanner.setUp('over-18');
  return scanner;
}

const asPng = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({ name: 'picture.png', mimeType: 'image/png', buffer });

test.describe('the camera', () => {
  test('is refused: says so, and a picture file is read instead', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    await scanner.expectProblem('env/camera-denied');
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('valid');
    expect(await scanner.fields()).toEqual({ '18 or over': 'Yes' });
  });

  test('is not there: says so, and a picture file is read instead', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'none' });
    await scanner.expectProblem('env/camera-missing');
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('valid');
  });

  test('is taken away and cannot be had again: says so, and works again when it is back', async ({ film, openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    await film.show();
    const scanner = await openScanner();
    await scanner.page.addInitScript(() => {
      const media = navigator.mediaDevices;
      const ask = media.getUserMedia.bind(media);
      const state = { taken: false, tracks: [] as MediaStreamTrack[] };
      Object.assign(globalThis, { testCamera: state });
      media.getUserMedia = async (constraints) => {
        if (state.taken) throw new DOMException('Could not start video source', 'NotReadableError');
        const stream = await ask(constraints);
        state.tracks = stream.getTracks();
        return stream;
      };
    });
    await scanner.open();
    await scanner.setUp('over-18');
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
    await scanner.page.evaluate(() => {
      const state = (globalThis as unknown as { testCamera: { taken: boolean; tracks: MediaStreamTrack[] } }).testCamera;
      state.taken = true;
      for (const track of state.tracks) {
        track.stop();
        track.dispatchEvent(new Event('ended'));   // `stop()` by the page itself is silent, an unplugged camera is not
      }
    });
    await scanner.expectProblem('env/camera-lost');
    await scanner.page.evaluate(() => { (globalThis as unknown as { testCamera: { taken: boolean } }).testCamera.taken = false; });
    await film.show(picture);
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.page.getByRole('button', { name: scanner.words.common.tryAgain }).click();
    await scanner.expectOutcome('valid');
  });
});

test.describe('a camera that says nothing', () => {
  test('stops to deliver while its track lives: it is started anew, then a sentence, and a way on', async ({ film, openScanner }) => {
    await film.show();
    const scanner = await openScanner();
    await scanner.page.addInitScript(() => {
      const media = navigator.mediaDevices;
      const ask = media.getUserMedia.bind(media);
      const state = { dead: true, asked: 0 };
      Object.assign(globalThis, { testCamera: state });
      media.getUserMedia = async (constraints) => {
        state.asked += 1;
        if (!state.dead) return ask(constraints);
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')!.fillRect(0, 0, 10, 10);
        const stream = canvas.captureStream(0);   // no frame but those that are asked for
        const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
        for (const ms of [50, 200, 400]) setTimeout(() => track!.requestFrame(), ms);
        return stream;
      };
    });
    await scanner.open();
    await scanner.setUp('over-18');
    await scanner.expectProblem('env/camera-lost');
    const state = (): Promise<{ asked: number }> => scanner.page.evaluate(() => (globalThis as unknown as { testCamera: { asked: number } }).testCamera);
    expect((await state()).asked).toBe(2);
    await scanner.page.evaluate(() => { (globalThis as unknown as { testCamera: { dead: boolean } }).testCamera.dead = false; });
    await scanner.page.getByRole('button', { name: scanner.words.common.tryAgain }).click();
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
    // Nothing is held up: after a while a hint takes that line's place.
    await expect(scanner.page.getByText(scanner.words.scanner.hint)).toBeVisible();
    expect((await state()).asked).toBe(3);
  });

  test('does not answer when it is asked for: says so, takes an answer that comes late, and can be asked again', async ({ film, openScanner }) => {
    await film.show();
    const scanner = await openScanner();
    await scanner.page.addInitScript(() => {
      const media = navigator.mediaDevices;
      const ask = media.getUserMedia.bind(media);
      const waiting: (() => void)[] = [];
      Object.assign(globalThis, { testCamera: { answer: () => waiting.pop()!(), isSilent: true } });
      media.getUserMedia = async (constraints) => {
        if ((globalThis as unknown as { testCamera: { isSilent: boolean } }).testCamera.isSilent) await new Promise<void>((resolve) => { waiting.push(resolve); });
        return ask(constraints);
      };
    });
    await scanner.open();
    await scanner.setUp('over-18');
    await scanner.expectProblem('env/camera-silent');
    await scanner.page.evaluate(() => { (globalThis as unknown as { testCamera: { answer(): void } }).testCamera.answer(); });
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
    await expect(scanner.page.locator('cc-fault')).toHaveCount(0);

    await scanner.page.reload();
    await scanner.expectProblem('env/camera-silent');
    await scanner.page.evaluate(() => { (globalThis as unknown as { testCamera: { isSilent: boolean } }).testCamera.isSilent = false; });
    await scanner.page.getByRole('button', { name: scanner.words.common.tryAgain }).click();
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
  });

  test('a browser that hands out noise instead of pixels is told from a camera that sees no code', async ({ film, openScanner }) => {
    await film.show();
    const scanner = await openScanner();
    await scanner.page.addInitScript(() => {
      Object.assign(globalThis, { VideoFrame: undefined });   // then frames go by the canvas
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (this: CanvasRenderingContext2D, ...args: Parameters<typeof read>) {
        const image = read.apply(this, args);
        for (let i = 0; i < image.data.length; i += 1) image.data[i] = (i * 2654435761) >>> 24;
        return image;
      };
    });
    await scanner.open();
    await scanner.setUp('over-18');
    await scanner.expectProblem('env/pixels-blocked');
  });

  test('keeps the screen awake as long as it runs', async ({ film, openScanner }) => {
    await film.show();
    const scanner = await openScanner();
    await scanner.page.addInitScript(() => {
      const state = { held: 0 };
      Object.assign(globalThis, { testLock: state });
      Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
        state.held += 1;
        return { released: false, release: async () => { state.held -= 1; } };
      } } });
    });
    const held = (): Promise<number> => scanner.page.evaluate(() => (globalThis as unknown as { testLock: { held: number } }).testLock.held);
    await scanner.open();
    await expect(scanner.scene('over-18')).toBeVisible();
    expect(await held()).toBe(0);
    await scanner.setUp('over-18');
    await expect.poll(held).toBe(1);
    await scanner.page.getByRole('button', { name: scanner.words.console.change }).click();
    await expect.poll(held).toBe(0);
  });
});

test.describe('a picture file', () => {
  test('without a code, of another format or damaged: says which, and the next one is read', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    const empty = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a8088' } }).jpeg().toBuffer();
    await scanner.choosePicture({ name: 'wall.jpg', mimeType: 'image/jpeg', buffer: empty });
    await scanner.expectProblem('image/no-code');
    await scanner.choosePicture({ name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from('Dear city,\n') });
    await scanner.expectProblem('env/file-unreadable');
    await scanner.choosePicture({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) });
    await scanner.expectProblem('env/file-unreadable');
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('valid');
  });

  test('on transparent background is laid on white, and a drawing is read without what it names from elsewhere', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    const { data, info } = await sharp(picture).removeAlpha().greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    const ink = Buffer.alloc(info.width * info.height * 4);   // black, and opaque where the picture is dark
    data.forEach((shade, i) => { ink[i * 4 + 3] = shade < 128 ? 255 : 0; });
    const transparent = await sharp(ink, { raw: { width: info.width, height: info.height, channels: 4 } }).png().toBuffer();
    await scanner.choosePicture(asPng(transparent));
    await scanner.expectOutcome('valid');
    await scanner.next();

    // The watch over each page (support/watch.ts) complains of any request to a stranger.
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="90mm" viewBox="0 0 90 90" onload="alert(1)">'
      + '<script>document.title = "run"</script><style>@import url(https://elsewhere.example/a.css);</style><image href="https://elsewhere.example/b.png" width="9" height="9"/>'
      + `<image href="data:image/png;base64,${transparent.toString('base64')}" width="90" height="90"/></svg>`);
    await scanner.choosePicture({ name: 'code.svg', mimeType: 'image/svg+xml', buffer: drawing });
    await scanner.expectFault('replay/seen');
    await scanner.next();
    for (const broken of ['<svg', '', `<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(2 * 1024 * 1024)}</svg>`]) {
      await scanner.choosePicture({ name: 'broken.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(broken) });
      await scanner.expectProblem('env/file-unreadable');
    }
    await scanner.choosePicture({ name: 'nothing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>') });
    await scanner.expectProblem('image/no-code');
  });

  test('of a code that is older than the scene allows is refused like the camera’s', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    await stopClockAt(scanner.page, takenUnixSeconds + 90);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('invalid');
    await scanner.expectFault('time/shown-too-long-ago');
    await expect(scanner.verdict()).toContainText(/9\d s/);
  });
});

test.describe('clocks', () => {
  test('a phone that runs 95 s ahead is refused with the difference', async ({ openCitizen, openScanner }) => {
    const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    await stopClockAt(scanner.page, takenUnixSeconds - 100);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('invalid');
    await scanner.expectFault('time/shown-in-future');
    await expect(scanner.verdict()).toContainText(/differ by (9\d|100) s/);
  });

  test('a scanner whose clock is before the city’s list decides nothing, and says by how much', async ({ openCitizen, openScanner }) => {
    const { picture } = await photographOf(await openCitizen());
    const scanner = await readyScanner(openScanner, { camera: 'refused' });
    await setClockOffset(scanner.page, -3 * 3600);
    await scanner.choosePicture(asPng(picture));
    await scanner.expectOutcome('undecided');
    await scanner.expectFault('time/clock-behind-list');
    // The corner says the same figure, and calls nothing new whose age this clock cannot tell.
    const ages = scanner.page.locator('footer .age');
    const behind = scanner.words.verdict.terminalBehind(scanner.words.time.hours(3));
    await expect(scanner.verdict()).toContainText(behind);
    await expect(ages.first()).toContainText(behind);
    await expect(ages.filter({ hasText: scanner.words.console.statusNew })).toHaveCount(0);
  });
});

const strangers: Readonly<Record<string, string>> = {
  'an address': 'https://example.org/menu?table=12',
  'a Wi-Fi network': 'WIFI:T:WPA;S:Library;P:reading-room;;',
  'an EU health certificate': 'HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5:S9MKN4NN3F85QNCY0O%0VZ001HOC9JU0D0HT0HB2PL',
  'a payment': 'weixin://wxpay/bizpayurl?pr=0aBcDeF',
};

test('codes of other systems are not city codes', async ({ film, openScanner }) => {
  const scanner = await openScanner();
  await scanner.open();
  await scanner.setUp('over-18');
  for (const [what, text] of Object.entries(strangers)) {
    await test.step(what, async () => {
      await film.show(await drawForeignCode(text));
      await scanner.page.reload();
      await scanner.expectOutcome('invalid');
      await scanner.expectFault('code/not-city-code');
      // What it said is nobody's business, and a link in it is not to be tapped.
      await expect(scanner.page.locator('body')).not.toContainText(text.slice(0, 20));
    });
  }
});

test('a city code beside a poster’s code is the one that counts', async ({ openCitizen, openScanner }) => {
  const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
  const poster = await sharp(await drawForeignCode('https://example.org/poster')).resize(300, 300).toBuffer();
  const code = await sharp(picture).resize(300, 300).toBuffer();
  const wall = await sharp({ create: { width: 900, height: 340, channels: 3, background: '#ffffff' } })
    .composite([{ input: poster, left: 40, top: 20 }, { input: code, left: 560, top: 20 }]).png().toBuffer();
  const scanner = await readyScanner(openScanner, { camera: 'refused' });
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await scanner.choosePicture(asPng(wall));
  await scanner.expectOutcome('valid');
});

test.describe('two persons before the camera', () => {
  /** The gate says another fare to each. */
  async function photographs(openCitizen: () => Promise<Citizen>): Promise<{ child: Photograph; adult: Photograph }> {
    const [child, adult] = [await openCitizen(), await openCitizen()];
    await adult.becomeDemoCitizen('王小明');
    await adult.chooseScene('transit');
    await child.becomeDemoCitizen('李雨桐');
    await child.chooseScene('transit');
    return { child: await child.photograph(), adult: await adult.photograph() };
  }

  async function look(scanner: Scanner, { takenUnixSeconds }: Photograph): Promise<void> {
    await scanner.open();
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.setUp('transit');
  }

  test('only the code that the staff see counts', async ({ film, openCitizen, openScanner }) => {
    test.setTimeout(120_000);
    const { child, adult } = await photographs(openCitizen);
    await film.showScene({ inView: child.picture, beside: adult.picture });
    const scanner = await openScanner();
    await look(scanner, adult);
    await scanner.expectOutcome('valid');
    expect(await scanner.fields()).toEqual({ Fare: 'Child' });
    await scanner.next();
    await scanner.expectOutcome('invalid');
    await scanner.expectFault('replay/seen');   // the child's again, and never the other
  });

  test('two codes on the screen: none counts, a sentence says so, and one alone is read again', async ({ film, openCitizen, openScanner }) => {
    test.setTimeout(120_000);
    const { child, adult } = await photographs(openCitizen);
    await film.showScene({ together: [child.picture, adult.picture] });
    const scanner = await openScanner();
    await look(scanner, adult);
    await scanner.expectProblem('image/two-codes');
    await expect(scanner.verdict()).toHaveCount(0);
    await film.show(adult.picture);
    // The fake camera keeps the film that it began with.
    await scanner.page.reload();
    await scanner.expectOutcome('valid');
    expect(await scanner.fields()).toEqual({ Fare: 'Adult' });
  });

  test('a picture file with two codes: none counts', async ({ openCitizen, openScanner }) => {
    const { child, adult } = await photographs(openCitizen);
    const half = (picture: Buffer): Promise<Buffer> => sharp(picture).resize(400, 400).toBuffer();
    const both = await sharp({ create: { width: 900, height: 440, channels: 3, background: '#ffffff' } })
      .composite([{ input: await half(child.picture), left: 20, top: 20 }, { input: await half(adult.picture), left: 460, top: 20 }]).png().toBuffer();
    const scanner = await openScanner({ camera: 'refused' });
    await look(scanner, adult);
    await scanner.choosePicture(asPng(both));
    await scanner.expectProblem('image/two-codes');
    await expect(scanner.verdict()).toHaveCount(0);
    await scanner.choosePicture(asPng(adult.picture));
    await scanner.expectOutcome('valid');
  });
});

test('a module that never comes is told after a while, and used when it comes after all', async ({ openScanner }) => {
  const scanner = await openScanner({ camera: 'refused', keepsNoFiles: true });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  await scanner.page.route(/\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  await scanner.open();
  const told = scanner.page.locator('cc-fault').filter({ hasText: scanner.words.common.faultId('env/module-not-loaded') });
  await expect(told).toBeVisible({ timeout: 40_000 });
  await scanner.page.getByRole('button', { name: scanner.words.common.tryAgain }).click();
  await expect(told).toBeHidden();
  release();
  await expect(scanner.scene('transit')).toBeVisible();
});

test('a new scanner without the office has no list, says so, and gets it when the office is back', async ({ openScanner }) => {
  // Where pages keep files, the first visit brings a list with them (places-and-lists.spec.ts).
  const scanner = await openScanner({ camera: 'refused', keepsNoFiles: true });
  const office = /\/(v1\/|first-list\.json)/;
  await scanner.page.route(office, (route) => route.abort('connectionrefused'));
  await scanner.open();
  await scanner.expectProblem('trust/missing');
  await scanner.page.unroute(office);
  await scanner.page.getByRole('button', { name: scanner.words.common.tryAgain }).click();
  await expect(scanner.scene('transit')).toBeVisible();
});

test('a storage that never answers: no page waits for ever, and no scanner begins without what it has seen', async ({ openCitizen, openScanner }) => {
  const scanner = await openScanner({ camera: 'refused' });
  await silenceStorage(scanner.page);
  await scanner.open();
  await scanner.expectProblem('env/storage-silent');
  await expect(scanner.scene('transit')).toHaveCount(0);
  const citizen = await openCitizen();
  await silenceStorage(citizen.page);
  await citizen.openApp();
  await expect(citizen.page.locator('cc-fault')).toContainText(citizen.words.common.faultId('env/storage-silent'));
});

test('a scanner that may keep nothing still scans until it is closed', async ({ openCitizen, openScanner }) => {
  const { picture, takenUnixSeconds } = await photographOf(await openCitizen());
  const scanner = await openScanner({ camera: 'refused' });
  await refuseStorage(scanner.page);
  await scanner.open();
  await scanner.setUp('over-18');
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await scanner.choosePicture(asPng(picture));
  await scanner.expectOutcome('valid');
});
