import { defineConfig, type Plugin } from 'vite';
import { resolve } from 'node:path';
import { leanStyles } from './build/lean-styles.mjs';
import { pages } from './pages.mjs';

const here = import.meta.dirname;
const server = process.env['CITYCODE_SERVER'] ?? 'http://localhost:8080';

/** While somebody works on the pages: a page's address gives the page of its folder. In a build, build.mjs puts it there. */
const addresses: Plugin = {
  name: 'citycode-addresses',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      const [path, ...query] = (request.url ?? '').split('?');
      const page = pages.find(({ address }) => address === path);
      if (page) request.url = [`/${page.folder}/index.html`, ...query].join('?');
      next();
    });
  },
};

/**
 * In place of Vite's own, which asks for the styles and imports of a part before the part: a part has none that the page has not
 * (resolveDependencies below; build.mjs fails when one has), and every page would load that code.
 */
const parts: Plugin = {
  name: 'citycode-parts',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (part) => part();' : null),
};

/** Files of code, and not the words of one language, of which a person loads one alone: a folder in i18n is a language. */
const code = (files: RegExp) => (id: string): boolean => files.test(id) && !/\/i18n\/[a-z-]+\//.test(id);

/**
 * Small files of what is loaded together anyway: packed as one they take a sixth less, because what repeats is written once.
 * `client` is for pages that ask the city, `shared` for all; a page's own chunk has what its first screen needs, and the rest
 * comes when it is opened.
 */
const chunks = [
  { name: 'client', priority: 3, test: code(/\/web\/client\/src\/(?!stores\/(?!opened))|-worker\.js\?worker/) },
  { name: 'every-role', priority: 3, test: code(/\/worker\/worker\.js\?worker/) },
  { name: 'shared', priority: 2, test: code(/node_modules\/(@lit|lit)|vite\/preload-helper|\/web\/elements\/src\/(i18n\/|styles\/|cc-fault\/|cc-language\/|cc-verdict\/announce|(?!enrolment-code|enrolment-field|letters)[a-z-]+\.ts)/) },
  { name: 'phone-store', priority: 1, test: code(/\/web\/holder\/src\/(store|indexed-store|clock)\.ts/), includeDependenciesRecursively: false },
  { name: 'city-app', test: code(/\/web\/(holder\/src\/(?!city-trust|ratings)|citizen\/src\/(?!main|enrol-page|place-page|more-page|paper-page|inner-page|small-photo|rating-hook|waiting-ratings))/), includeDependenciesRecursively: false },
  { name: 'verifier', test: code(/\/web\/verifier\/src\/(?!service-desk)|\/web\/client\/src\/stores\/|\/wasm\/dist\/client\/verifier\.js/), includeDependenciesRecursively: false },
  { name: 'cc-scanner', test: code(/\/web\/elements\/src\/cc-scanner\/(?!picture|pixel-test)/), includeDependenciesRecursively: false },
  { name: 'rate-form', test: code(/\/web\/(rate\/src\/rate-form|elements\/src\/cc-rating\/cc-rating)/), includeDependenciesRecursively: false },
  { name: 'scan-page', test: code(/\/web\/(scanner\/src\/(scan-page|list-words)|elements\/src\/cc-verdict\/)/), includeDependenciesRecursively: false },
];

/** One build for all pages, so that what they share is fetched and cached once. */
export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [addresses, parts, leanStyles],
  worker: { format: 'es' },
  build: {
    target: ['chrome105', 'firefox115', 'safari16.4'],
    outDir: resolve(here, '../build/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,   // the pages' policy allows no data: scripts or styles
    // The page's own files are asked for at once; what a part needs besides, the page has by then.
    modulePreload: { polyfill: false, resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []) },
    rolldownOptions: {
      input: Object.fromEntries(pages.map(({ folder }) => [folder, resolve(here, folder, 'index.html')])),
      // Seven characters of 64 tell builds apart, and every page has the names of all words.
      output: { codeSplitting: { groups: chunks }, ...Object.fromEntries(['entryFileNames', 'chunkFileNames'].map((each) => [each, 'assets/[name]-[hash:7].js'])) },
    },
  },
  server: { proxy: { '/v1': server, '/first-list.json': server } },
});
