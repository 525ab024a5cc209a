import { defineConfig } from 'vite';
import { resolve } from 'node:path';

const here = import.meta.dirname;
const server = process.env['CITYCODE_SERVER'] ?? 'http://localhost:8080';

/** One build for all pages, so that what they share is fetched and cached once. */
export default defineConfig({
  root: here,
  publicDir: false,
  worker: { format: 'es' },
  build: {
    target: ['chrome105', 'firefox115', 'safari16.4'],
    outDir: resolve(here, '../build/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,   // the pages' policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        landing: resolve(here, 'index.html'),
        app: resolve(here, 'app/index.html'),
        console: resolve(here, 'console/index.html'),
        sheet: resolve(here, 'sheet/index.html'),
        portal: resolve(here, 'portal/index.html'),
      },
    },
  },
  server: { proxy: { '/v1': server, '/first-list.json': server } },
});
