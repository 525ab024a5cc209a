/** Builds dist/: a script for each element with what they share, their words, workers, source maps, types, the module, the manifest and the reference page. */
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { viteImportGlobPlugin } from 'rolldown/experimental';
import { builtCore, copyCoreTypes, sizesOf, withDeclarations } from '../../build/package-parts.mjs';
import { elementsOf, manifestOf } from './manifest.mjs';
import { referencePage } from './reference.mjs';
import { elementTokens } from './tokens.mjs';

const here = resolve(import.meta.dirname, '..');
const out = join(here, 'dist');

const classNames = { 'cc-code': 'CcCode', 'cc-scanner': 'CcScanner', 'cc-verdict': 'CcVerdict', 'cc-rating': 'CcRating', 'cc-sign-in': 'CcSignIn' };
/** brotli, without the module and unused languages: of the elements for venues, and of `<cc-sign-in>` with all that it loads. */
const kMostBytes = 45_000, kMostSignInBytes = 27_000;
const tags = Object.keys(classNames);

const tokens = {
  name: 'tokens',
  resolveId: (id) => (id === './tokens.css' ? id : null),
  async load(id) {
    if (id !== './tokens.css') return null;
    return { code: `export default ${JSON.stringify(elementTokens(await readFile(resolve(here, '../elements/src/tokens.css'), 'utf8')))}`, moduleType: 'js' };
  },
};

/** The words of the elements alone, of the parts that define.js is told. */
const kParts = ['common', 'rating', 'signin', 'staff'];
const kImport = 'import(`./${tag.toLowerCase()}/${part}.ts`)';
const words = {
  name: 'words',
  transform(code, id) {
    if (!id.endsWith('/i18n/current.ts')) return null;
    if (!code.includes(kImport)) throw new Error('i18n/current.ts imports words in another way than this build knows');
    const files = JSON.stringify(kParts.map((part) => `./*/${part}.ts`));
    return { code: code.replace(kImport, `import.meta.glob(${files})[\`./\${tag.toLowerCase()}/\${part}.ts\`]()`), map: null };   // on one line: the map stays right
  },
};

/** What every element loads, packed as one. */
const base = { name: 'base', test: /node_modules\/(@lit|lit)|\/elements\/src\/(styles\/|i18n\/[a-z-]+\.ts|cc-verdict\/announce)|\/embed\/src\/(again|core|define|host-language|says-its-language|tokens)|\/client\/src\/(clock-behind|core|patience)|\/wasm\/dist\/client\/(?!verifier)|tokens\.css/ };

async function bundle(names, plugins, output) {
  const input = Object.fromEntries(names.map((name) => [name, join(here, 'src', `${name}.ts`)]));
  const bundled = await rolldown({ input, platform: 'browser', treeshake: true, logLevel: 'warn', plugins });
  await bundled.write({ dir: out, format: 'es', sourcemap: true, minify: true, entryFileNames: '[name].js', ...output });
  await bundled.close();
}

/** The words of one language and part: `words/en-staff.js`. */
function chunkName({ facadeModuleId, name }) {
  const [, language, part] = /\/i18n\/([a-z-]+)\/([a-z]+)\.ts$/u.exec(facadeModuleId ?? '') ?? [];
  return language ? `words/${language}-${part}.js` : `shared-${name}.js`;
}

/** A page compiles against these alone: neither Lit nor anything of ours is named. */
const tagTypes = (tag) => `import type * as api from './api.js';
export type ${classNames[tag]} = api.${classNames[tag]};
export declare const ${classNames[tag]}: new () => ${classNames[tag]};
`;
const reactTypes = `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type * as api from './api.js';

type Tag<E extends HTMLElement> = DetailedHTMLProps<HTMLAttributes<E>, E> & Partial<Omit<E, keyof HTMLElement>> & { class?: string; for?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags.map((tag) => `      '${tag}': Tag<api.${classNames[tag]}>;`).join('\n')}
    }
  }
}
`;

async function types() {
  const places = { '@citycode/wasm/types': './core/types.js', '@citycode/verifier/api': './verifier-api.js' };
  await withDeclarations(join(here, 'tsconfig.json'), out, places, async (declarations) => {
    await writeFile(join(out, 'api.d.ts'), await declarations('web/embed/src/api.d.ts'));
    await writeFile(join(out, 'verifier-api.d.ts'), await declarations('web/verifier/src/opened/api.d.ts'));
  });
  await copyCoreTypes(out);
  for (const tag of tags) await writeFile(join(out, `${tag}.d.ts`), tagTypes(tag));
  const names = Object.values(classNames).join('|');
  const shapes = [...(await readFile(join(out, 'api.d.ts'), 'utf8')).matchAll(/export interface (\w+)/gu)].map(([, name]) => name).filter((name) => !names.split('|').includes(name));
  await writeFile(join(out, 'index.d.ts'), `${tags.map((tag) => `export * from './${tag}.js';`).join('\n')}\nexport type { ${shapes.join(', ')}, FaultId, Verdict, VerifierState } from './api.js';\n`);
  await writeFile(join(out, 'react.d.ts'), reactTypes);
}

async function reference() {
  const elements = await elementsOf(tags);
  const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  await writeFile(join(out, 'custom-elements.json'), `${JSON.stringify(manifestOf(elements, classNames), null, 1)}\n`);
  await writeFile(join(out, 'reference.html'), referencePage(elements, version));
  for (const file of ['reference.css', 'reference.js']) await copyFile(join(here, 'reference', file), join(out, file));
}

/** In one language: what a page loads beside the module and the worker that starts it. */
async function weighed(what, names, most) {
  const bytes = (await Promise.all(names.map(async (name) => brotliCompressSync(await readFile(join(out, name))).length))).reduce((sum, each) => sum + each, 0);
  if (bytes > most) throw new Error(`${what} with English words: ${bytes} bytes with brotli, and ${most} is the most`);
  return `${what} with English words: ${bytes} bytes with brotli`;
}

async function together() {
  const names = (await readdir(out, { recursive: true })).filter((name) => /^((cc-|shared-|index).*|words\/en-.*)\.js$/u.test(name));
  const isSignIn = (name) => /sign-?in/u.test(name);
  const ofSignIn = [...names.filter(isSignIn), ...names.filter((name) => /^(cc-code|shared-(base|cc-code|cc-fault).*|words\/en-common)\.js$/u.test(name))];
  return [await weighed('code, scanner, verdict and rating', names.filter((name) => !isSignIn(name)), kMostBytes), await weighed('sign-in', ofSignIn, kMostSignInBytes)];
}

const wasm = await builtCore();
await rm(out, { recursive: true, force: true });
await bundle(['index', ...tags], [tokens, words, viteImportGlobPlugin({})], { chunkFileNames: chunkName, codeSplitting: { groups: [base] } });
// Each is one file, which a bundler can put anywhere.
for (const worker of ['draw-worker', 'read-worker']) await bundle([worker], [], { codeSplitting: false });
for (const module of ['citycode-holder.wasm', 'citycode-verifier.wasm']) await copyFile(join(wasm, module), join(out, module));
await types();
await reference();
console.log(`@citycode/embed:\n  ${(await sizesOf(out)).join('\n  ')}\n  ${(await together()).join('\n  ')}`);
