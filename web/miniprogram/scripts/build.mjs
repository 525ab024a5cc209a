/**
 * Builds the folder that the chat app's tools open, build/miniprogram. CITYCODE_CITY says which city it is of (scheme and authority). Fails above the package's limit.
 */
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { rolldown } from 'rolldown';
import { iconPng } from '../../build/icons.mjs';
import { builtCore } from '../../build/package-parts.mjs';

const here = resolve(import.meta.dirname, '..');
const out = resolve(here, '../../build/miniprogram');
const city = process.env['CITYCODE_CITY'] ?? 'http://localhost:8080';

/** The platform takes 2 MB; the rest is for the words of languages to come. */
const kMaxPackageBytes = 1_200_000;
const kShareIconPx = 256;

/** What another host gives is put in the place of the page's (docs/adr/0084). */
const places = {
  '@citycode/client/host': join(here, 'src/host.ts'),
  '@citycode/elements/letters': join(here, 'src/letters.ts'),
  '@citycode/elements/time-text': join(here, 'src/time-text.ts'),
};

/** Words by a name that is put together: each language's file is asked for by a name of its own, which this program's bundle has. */
const words = {
  name: 'citycode-words',
  async transform(code, id) {
    if (!id.endsWith('/i18n/current.ts')) return null;
    const folder = resolve(id, '..');
    const languages = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const parts = ['common', 'signin', 'rating', 'chat', 'holder'];
    const files = languages.flatMap((language) => parts.map((part) => `'./${language}/${part}.ts': () => import('./${language}/${part}.ts')`));
    const asked = 'import(`./${tag.toLowerCase()}/${part}.ts`)';
    if (!code.includes(asked)) throw new Error(`${id}: the words are asked for in another way than before`);
    return `const wordFiles = { ${files.join(', ')} };\n${code.replace(asked, 'wordFiles[`./${tag.toLowerCase()}/${part}.ts`]()')}`;
  },
};

async function bundle() {
  const bundled = await rolldown({
    input: join(here, 'src/main.ts'), platform: 'neutral', treeshake: true, logLevel: 'warn', plugins: [words],
    resolve: { alias: places, mainFields: ['module', 'main'] },
    transform: {
      target: 'es2018',
      // The glue's own address says nothing here; the module's interface has another name.
      define: { 'import.meta.url': '""', WebAssembly: 'WXWebAssembly' },
      inject: { crypto: [join(here, 'src/entropy.ts'), 'entropy'] },
    },
  });
  await bundled.write({ file: join(out, 'main.js'), format: 'cjs', minify: true, codeSplitting: false, exports: 'named' });
  await bundled.close();
}

async function sizeOf(folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

if (!/^https?:\/\/[^/?#]+$/.test(city)) throw new Error(`CITYCODE_CITY needs scheme and authority alone, such as https://city.example: ${city}`);
const wasm = await builtCore();
await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'wasm'), { recursive: true });
await cp(join(here, 'package'), out, { recursive: true });
await bundle();
const module = await readFile(join(wasm, 'citycode-baseline.wasm'));
await writeFile(join(out, 'wasm/citycode.wasm.br'), await promisify(brotliCompress)(module, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: 22 } }));
await writeFile(join(out, 'share.png'), await iconPng(kShareIconPx));
await writeFile(join(out, 'city.js'), `module.exports = ${JSON.stringify({ origin: city })};\n`);
const sizeBytes = await sizeOf(out);
console.log(`mini-program: ${sizeBytes} bytes of ${kMaxPackageBytes} (main.js ${(await stat(join(out, 'main.js'))).size}, module ${(await stat(join(out, 'wasm/citycode.wasm.br'))).size}) in ${out}`);
if (sizeBytes > kMaxPackageBytes) throw new Error(`the package is larger than ${kMaxPackageBytes} bytes`);
