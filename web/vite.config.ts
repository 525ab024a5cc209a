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
    },
  },
  server: { proxy: { '/v1': server, '/first-list.json': server } },
});
