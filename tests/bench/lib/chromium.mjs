// Chromium without a window, and the pages that the benchmarks open in it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const served = ['wasm/dist/', 'node_modules/', 'tests/bench/page/', 'tests/bench/lib/'];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** The benchmark's own files and nothing else, on this machine only. */
export async function servePages() {
  const server = createServer(async (incoming, outgoing) => {
    const path = new URL(incoming.url, 'http://localhost').pathname.slice(1);   // URL has resolved any ".."
    const known = served.some((folder) => path.startsWith(folder)) && types[extname(path)];
    try {
      if (!known) throw new Error('not served');
      const body = await readFile(join(root, path));
      outgoing.writeHead(200, { 'Content-Type': known }).end(body);
    } catch {
      outgoing.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

function chromiumPath() {
  const path = process.env.CITYCODE_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`${path} is missing: run scripts/setup test, or set CITYCODE_CHROMIUM`);
  return path;
}

export const launchChromium = (args = []) => chromium.launch({
  executablePath: chromiumPath(),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', ...args],
});
