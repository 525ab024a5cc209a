import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

interface Size {
  readonly page: number;
  readonly words: number;
  readonly core: number;
  readonly total: number;
  readonly withModule: number;
}
/** Scripts of the build have no types. */
const path = new URL('../../build/start-sizes.mjs', import.meta.url).href;
const { checked, startSizes } = await import(path) as {
  startSizes(build: object): Promise<readonly Size[]>;
  checked(sizes: readonly Size[]): string;
};

let out: string;
let main: string;
let most: number;
let mostWithModule: number;
let shows: readonly (readonly string[])[];
/** As Vite writes it: a page that boots what it shows, which shares a chunk and can load more, and the words of two languages. */
const manifest = {
  'citizen/index.html': { file: 'main.js', imports: ['_shared.js'], dynamicImports: ['citizen/src/city-app.ts'] },
  'citizen/src/city-app.ts': { file: 'app.js', imports: ['_shared.js'], dynamicImports: ['citizen/src/more-page.ts'] },
  'citizen/src/more-page.ts': { file: 'more.js' },
  '_shared.js': { file: 'shared.js', dynamicImports: ['i18n/en/common.ts', 'i18n/en/holder.ts', 'i18n/en/staff.ts', 'i18n/id/common.ts', 'i18n/id/holder.ts'] },
  'i18n/en/common.ts': { file: 'en-common.js' }, 'i18n/en/holder.ts': { file: 'en-holder.js' }, 'i18n/en/staff.ts': { file: 'en-staff.js' },
  'i18n/id/common.ts': { file: 'id-common.js' }, 'i18n/id/holder.ts': { file: 'id-holder.js' },
};
const bytes = { 'main.js': 1, 'app.js': 20, 'more.js': 1000, 'shared.js': 300, 'en-common.js': 4000, 'en-holder.js': 500, 'en-staff.js': 90_000, 'id-common.js': 4000, 'id-holder.js': 600, 'worker.js': 70, 'loader.js': 7, 'module.wasm': 80_000, 'other.js': 50_000 };

const core = { holder: { scripts: ['worker.js', 'loader.js'], modules: ['module.wasm'] }, verifier: { scripts: ['other.js'], modules: ['other.js'] } };

const sizesOf = async (build: object = manifest): Promise<readonly Size[]> => {
  await mkdir(join(out, 'citizen/src'), { recursive: true });
  await writeFile(join(out, 'citizen/src/main.ts'), main);
  await writeFile(join(out, 'citizen/package.json'), JSON.stringify({ citycode: { firstScreen: { shows, worker: 'holder', maxBrotliBytes: most, maxBrotliBytesWithModule: mostWithModule } } }));
  return startSizes({ pages: [{ folder: 'citizen' }], manifest: build, out, source: out, core });
};

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'citycode-sizes-'));
  main = "await boot('city-app', ['holder'], () => import('./city-app.js'));";
  most = 4998;
  mostWithModule = 84_998;
  shows = [['src/city-app.ts']];
  for (const [file, count] of Object.entries(bytes)) await writeFile(join(out, `${file}.br`), new Uint8Array(count));
});
afterEach(() => rm(out, { recursive: true }));

it('counts the page, what it shows, what they share once, and the parts of one language: the longest', async () => {
  expect(await sizesOf()).toMatchObject([{ page: 321, words: 4600, core: 77, total: 4998, withModule: 84_998 }]);
  main = "await boot('city-app', () => import('./city-app.js'));";
  expect((await sizesOf())[0]!.words, 'what every page has').toBe(4000);
});

it('counts the longest of the ways in which a page may start, not all of them together', async () => {
  main = "if (location.hash) await boot('city-app', ['holder'], () => import('./a.js'));\nelse await boot('city-app', ['staff'], () => import('./b.js'));";
  expect((await sizesOf())[0]!.words).toBe(94_000);
});

it('counts the first screen that takes most, not all that there may be', async () => {
  shows = [['src/city-app.ts'], ['src/city-app.ts', 'src/more-page.ts']];
  expect((await sizesOf())[0]!.page).toBe(1321);
  shows = [['src/more-page.ts'], ['src/city-app.ts']];
  expect((await sizesOf())[0]!.page).toBe(1301);
});

it('counts no worker and no module for a page that names none', async () => {
  await sizesOf();
  await writeFile(join(out, 'citizen/package.json'), JSON.stringify({ citycode: { firstScreen: { shows, maxBrotliBytes: most } } }));
  expect(await startSizes({ pages: [{ folder: 'citizen' }], manifest, out, source: out, core })).toMatchObject([{ core: 0, total: 4921, withModule: 4921 }]);
});

it('counts what brotli makes no smaller as it is', async () => {
  await rm(join(out, 'main.js.br'));
  await writeFile(join(out, 'main.js'), new Uint8Array(7));
  expect((await sizesOf())[0]!.page).toBe(327);
});

it('prints a table within the budget, and fails one byte above it', async () => {
  expect(checked(await sizesOf())).toMatch(/citizen +321 +4600 +77 +4998 +4998 +84998 +84998/);
  most = 4997;
  const sizes = await sizesOf();
  expect(() => checked(sizes)).toThrow('web/citizen: the first screen loads 4998 bytes of brotli JavaScript, 1 more than its package.json allows');
  most = 4998;
  mostWithModule = 84_997;
  const withModule = await sizesOf();
  expect(() => checked(withModule)).toThrow('web/citizen: with the module the first screen loads 84998 bytes of brotli, 1 more than its package.json allows');
});

it('fails where a page shows what is not built, or no words are found', async () => {
  await expect(sizesOf({ ...manifest, 'citizen/src/city-app.ts': undefined })).rejects.toThrow("'citizen/src/city-app.ts' is not in the build");
  await expect(sizesOf({ ...manifest, '_shared.js': { file: 'shared.js' } })).rejects.toThrow('no words were found');
});
