/** Builds every page into build/web: bundles, icons, manifests, one service worker a page, and brotli beside each file. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'vite';
import { apiFiles } from './build/api-page.mjs';
import { iconPng, iconSvg } from './build/icons.mjs';
import { lean } from './build/lean-styles.mjs';
import { manifests } from './build/manifests.mjs';
import { checked, startSizes } from './build/start-sizes.mjs';
import { laterIn, waysIn, wordsIn } from './build/words.mjs';
import { pages } from './pages.mjs';
import { checkWeb } from './scripts/check-words.mjs';

const here = import.meta.dirname;
const out = resolve(here, '../build/web');
const compressible = new Set(['.html', '.js', '.css', '.wasm', '.svg', '.json', '.webmanifest']);

async function put(path, content) {
  await mkdir(dirname(join(out, path)), { recursive: true });
  await writeFile(join(out, path), content);
}

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name)));
}

/** From the folders of the sources, where Vite leaves them, to the addresses: all are read before one is written, for a folder may have another page's address as its name. */
async function movePages() {
  const written = await Promise.all(pages.map(async ({ folder, address }) => [address, await readFile(join(out, folder, 'index.html'))]));
  await Promise.all(pages.map(({ folder }) => rm(join(out, folder), { recursive: true })));
  for (const [address, html] of written) await put(join(address, 'index.html'), html);
}

/** Every chunk, style and asset that a page may ask for, from Vite's own manifest; but for words, of which it asks for one language at a time. */
function reachable(manifest, entry) {
  const seen = new Set(), files = new Set();
  const visit = (key) => {
    if (seen.has(key) || !manifest[key]) return;
    seen.add(key);
    const { file, css = [], assets = [], imports = [], dynamicImports = [] } = manifest[key];
    for (const path of [file, ...css, ...assets]) files.add(path);
    for (const next of [...imports, ...dynamicImports]) if (!wordsIn(next)) visit(next);
  };
  visit(entry);
  return files;
}

/** The workers of wasm/src/worker by the role that a page's package.json names. */
const workers = { holder: 'holder-worker', rating: 'rating-worker', verifier: 'verifier-worker', every: 'worker' };
const isCoreModule = (path) => /\/citycode-[^/]*\.(wasm|js)$/.test(path);
const isCoreWorker = (path) => Object.values(workers).some((name) => basename(path).startsWith(`${name}-`));
const isBaseline = (path) => path.includes('-baseline-');
const workerOf = async (folder) => JSON.parse(await readFile(join(here, folder, 'package.json'), 'utf8')).citycode.firstScreen.worker;

/** The worker of a role with its loaders, and its modules: a browser takes one of two. Which those are, the worker's script says. */
async function coreFiles(role) {
  const built = await filesIn(join(out, 'assets'));
  const worker = built.find((path) => basename(path).startsWith(`${workers[role]}-`) && path.endsWith('.js'));
  const script = worker ? await readFile(join(out, worker), 'utf8') : '';
  const named = built.filter((path) => isCoreModule(`/${path}`) && script.includes(basename(path)));
  const scripts = [worker, ...named.filter((path) => path.endsWith('.js'))], modules = named.filter((path) => path.endsWith('.wasm'));
  if (scripts.length !== 3 || modules.length !== 2) {
    throw new Error(`expected the ${role}'s worker, two loaders and two modules, found ${[worker, ...named].join(', ')}`);
  }
  return { scripts, modules };
}

/**
 * A service worker answers only for workers whose address lies in its own scope: each page gets the worker of its role, and
 * the script that it imports, under its own folder. The large .wasm files stay where they are.
 */
async function copyCoreWorker(folder, page) {
  const { scripts, modules } = await coreFiles(await workerOf(folder));
  for (const path of scripts) await put(`${page}${path}`, await readFile(join(out, path)));
  return [...scripts.map((path) => `${page}${path}`), ...modules.map((path) => `/${path}`)];
}

/** By language: the files of the parts that a page has, and nothing that it has anyway. */
async function wordsOf(folder, manifest, others) {
  const main = await readFile(join(here, folder, 'src/main.ts'), 'utf8');
  const parts = new Set([...waysIn(main).flat(), ...laterIn(main)]);
  const found = {};
  for (const key of Object.keys(manifest).sort()) {
    const { language, part } = wordsIn(key) ?? {};
    if (parts.has(part)) (found[language] ??= []).push(...[...reachable(manifest, key)].filter((path) => !others.has(path)).map((path) => `/${path}`));
  }
  return found;
}

async function writeServiceWorker({ folder, address: page, installable: name }, manifest) {
  const mine = reachable(manifest, `${folder}/index.html`);
  // The core's worker and its module are in no page's graph: the scripts come from the page's own folder.
  const all = [...[...mine].filter((path) => path.startsWith('assets/') && !isCoreWorker(path)).map((path) => `/${path}`), ...(await copyCoreWorker(folder, page))].sort();
  const baseline = all.filter((path) => isCoreModule(path) && isBaseline(path));
  const simd = all.filter((path) => isCoreModule(path) && !baseline.includes(path));
  const files = [...all.filter((path) => !isCoreModule(path)), `${page}${name}.webmanifest`, '/icons/citycode.svg'];
  const sha256 = async (path) => createHash('sha256').update(await readFile(join(out, path))).digest('base64');
  const hashed = async (paths) => Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await sha256(path)])));
  const lists = { files: { ...(await hashed(files)), [page]: await sha256(`${page}index.html`) }, simd: await hashed(simd), baseline: await hashed(baseline), words: {} };
  for (const [language, paths] of Object.entries(await wordsOf(folder, manifest, mine))) lists.words[language] = await hashed(paths);
  const version = createHash('sha256').update(JSON.stringify(lists)).digest('hex').slice(0, 16);
  const precache = { name: `citycode-${name}`, version, page, ...lists };
  await build({
    configFile: false, root: here, publicDir: false, logLevel: 'warn',
    define: { PRECACHE: JSON.stringify(precache) },
    build: {
      outDir: join(out, page), emptyOutDir: false, copyPublicDir: false, target: ['chrome105', 'firefox115', 'safari16.4'],
      lib: { entry: join(here, 'offline/service-worker.ts'), formats: ['iife'], name: 'offline', fileName: () => 'sw.js' },
    },
  });
}

/** The script that other people's pages load: one file under a name that stays (docs/embed.md). */
async function writeLoader() {
  const { maxBrotliBytes } = JSON.parse(await readFile(join(here, 'frame/package.json'), 'utf8')).citycode.loader;
  await build({
    configFile: false, root: here, publicDir: false, logLevel: 'warn',
    build: {
      outDir: join(out, 'embed'), emptyOutDir: false, copyPublicDir: false, target: ['chrome105', 'firefox115', 'safari16.4'],
      lib: { entry: join(here, 'frame/src/loader/citycode-frame.ts'), formats: ['iife'], name: 'citycodeFrame', fileName: () => 'v1.js' },
    },
  });
  return maxBrotliBytes;
}

/** Of the described API, with the tokens and the base of all pages before its own style. */
async function apiPages() {
  const styles = await Promise.all(['elements/src/tokens.css', 'elements/src/base.css', 'build/api-page.css'].map((path) => readFile(join(here, path), 'utf8')));
  return apiFiles(JSON.parse(await readFile(join(here, '../server/openapi.json'), 'utf8')), lean(styles.join('\n')));
}

/** After compress(). */
async function checkLoader(most) {
  const { length } = await readFile(join(out, 'embed/v1.js.br'));
  if (length > most) throw new Error(`/embed/v1.js is ${length} bytes of brotli, ${length - most} more than web/frame/package.json allows`);
  return `loader /embed/v1.js: ${length} bytes of brotli, budget ${most}`;
}

/** Nothing is asked for before a part but the part (vite.config.ts): its styles would come too late, or never. */
async function checkParts() {
  for (const path of await filesIn(join(out, 'assets'))) {
    if (path.endsWith('.js') && (await readFile(join(out, path), 'utf8')).includes('__vite__mapDeps')) throw new Error(`${path}: a part of it has styles of its own: put them in css\`…\``);
  }
}

async function compress() {
  const brotli = promisify(brotliCompress);
  for (const path of await filesIn(out)) {
    if (!compressible.has(extname(path))) continue;
    const plain = await readFile(join(out, path));
    const packed = await brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
    if (packed.length < plain.length) await writeFile(join(out, `${path}.br`), packed);
  }
}

const wrongWords = checkWeb();
if (wrongWords.length > 0) throw new Error(wrongWords.join('\n'));
await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn', build: { manifest: 'manifest.json' } });
const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
await rm(join(out, 'manifest.json'));
await checkParts();
await movePages();
await put('icons/citycode.svg', iconSvg());
for (const [name, side, bleed] of [['180', 180, true], ['192', 192, false], ['512', 512, false], ['512-maskable', 512, true]]) {
  await put(`icons/citycode-${name}.png`, iconPng(side, bleed));
}
for (const [path, content] of Object.entries(await apiPages())) await put(path, content);
for (const [path, content] of Object.entries(manifests)) await put(path, `${JSON.stringify(content)}\n`);
for (const page of pages.filter(({ installable }) => installable)) await writeServiceWorker(page, manifest);
const mostOfLoader = await writeLoader();
await compress();
// Of two loaders and modules one is loaded: that of the engines that have SIMD.
const ofSimd = (files) => Object.fromEntries(Object.entries(files).map(([kind, paths]) => [kind, paths.filter((path) => !isBaseline(path))]));
const core = Object.fromEntries(await Promise.all(Object.keys(workers).map(async (role) => [role, ofSimd(await coreFiles(role))])));
console.log(await checkLoader(mostOfLoader));
console.log(checked(await startSizes({ pages, manifest, out, source: here, core })));
