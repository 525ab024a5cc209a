import { defineConfig, type Plugin } from 'vite';
import { resolve } from 'node:path';
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

/** Files of code, and not the words of one language, of which a person loads one alone. */
const code = (files: RegExp) => (id: string): boolean => files.test(id) && !/\/(zh-cn|zh-hant|en|id)(\.ts$|\/)/.test(id);

/**
 * Small files of what is loaded together anyway: packed as one they take a sixth less, because what repeats is written once.
 * `client` is for pages that ask the city, `shared` for all; a page's own chunk has what its first screen needs, and the rest
 * comes when it is opened.
 */
const chunks = [
  { name: 'client', priority: 3, test: code(/\/web\/client\/src\//) },
  { name: 'shared', priority: 2, test: code(/node_modules\/(@lit|lit)|vite\/preload-helper|\/web\/elements\/src\/(i18n\/|styles\/|cc-fault\/|cc-language\/|cc-verdict\/announce|[a-z-]+\.ts)/) },
  { name: 'city-app', test: code(/\/web\/(holder\/src\/|citizen\/src\/(?!main|enrol-page|place-page|more-page|paper-page|inner-page|small-photo))/), includeDependenciesRecursively: false },
  { name: 'city-scanner', test: code(/\/web\/(scanner\/src\/(?!main|setup-page|list-page)|elements\/src\/cc-verdict\/)/), includeDependenciesRecursively: false },
  { name: 'verifier', test: code(/\/web\/(verifier\/src|elements\/src\/cc-scanner)\//), includeDependenciesRecursively: false },
];

/** One build for all pages, so that what they share is fetched and cached once. */
export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [addresses],
  worker: { format: 'es' },
  build: {
    target: ['chrome105', 'firefox115', 'safari16.4'],
    outDir: resolve(here, '../build/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,   // the pages' policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(pages.map(({ folder }) => [folder, resolve(here, folder, 'index.html')])),
      output: { codeSplitting: { groups: chunks } },
    },
  },
  server: { proxy: { '/v1': server, '/first-list.json': server } },
});
