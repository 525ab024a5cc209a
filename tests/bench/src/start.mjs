// How long until somebody is served: the server's second start, and the load of each module with its self-test, in Node and in
// Chromium.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBinding } from '@citycode/wasm/host';
import { holderNodeHost, nodeHost, verifierNodeHost } from '@citycode/wasm/node';
import { launchChromium, servePages } from '../lib/chromium.mjs';
import { median, quick, report, say, timed } from '../lib/measure.mjs';

const server = process.env.CITYCODE_SERVER ?? fileURLToPath(new URL('../../../build/native/server/citycode-server', import.meta.url));

/** Each module in each build. */
const hosts = { whole: nodeHost, holder: holderNodeHost, verifier: verifierNodeHost };
const builds = Object.keys(hosts).flatMap((module) => [[module, 'simd'], [module, 'baseline']]);
const noSamples = () => Object.fromEntries(builds.map((build) => [build, []]));

/** From the start of the process to the line that says where it listens. */
async function startServer(dataFolder) {
  const start = performance.now();
  const child = spawn(server, ['--data', dataFolder, '--port', '0', '--demo'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    return await new Promise((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (/https?:\/\/\S+/.test(said)) resolve(performance.now() - start);
      });
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    });
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

async function secondStarts(rounds) {
  if (!existsSync(server)) {
    say(`start: ${server} is not built: its figure is null`);
    return null;
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'citycode-bench-'));
  try {
    const first = await startServer(dataFolder);
    say(`start: the first start, which makes the city, took ${first.toFixed(0)} ms`);
    const samples = [];
    for (let i = 0; i < rounds; i++) samples.push(await startServer(dataFolder));
    return samples;
  } finally {
    rmSync(dataFolder, { recursive: true });
  }
}

/** Fetching, compiling, instantiating and the self-test in a page that has never seen a module, builds in turn. */
async function loadsInChromium(rounds) {
  const samples = noSamples();
  const { server: pages, origin } = await servePages();
  let browser;
  try {
    browser = await launchChromium();
    for (let round = -1; round < rounds; round++) {   // round -1 warms up the browser
      for (const build of builds) {
        const context = await browser.newContext();   // its own process, with empty caches
        const page = await context.newPage();
        page.on('pageerror', (error) => say(`start: the page says ${error.message}`));
        await page.goto(`${origin}/tests/bench/page/load.html`);
        await page.waitForFunction(() => globalThis.ready === true);
        const ms = await page.evaluate((build) => globalThis.timeLoad(build), build);
        if (round >= 0) samples[build].push(ms);
        await context.close();
      }
    }
  } finally {
    await browser?.close();
    pages.close();
  }
  return samples;
}

const rounds = quick ? 5 : 15;
const loads = noSamples();
for (let i = 0; i < rounds; i++) for (const [module, variant] of builds) loads[[module, variant]].push(await timed(() => startBinding(hosts[module], variant)));
const pageLoads = await loadsInChromium(rounds);

report('start', {
  server_second_start_ms: await secondStarts(rounds),
  wasm_ready_ms: loads['whole,simd'],
  wasm_baseline_ready_ms: median(loads['whole,baseline']),
  wasm_holder_ready_ms: loads['holder,simd'],
  wasm_holder_baseline_ready_ms: median(loads['holder,baseline']),
  wasm_verifier_ready_ms: loads['verifier,simd'],
  wasm_verifier_baseline_ready_ms: median(loads['verifier,baseline']),
  wasm_ready_in_chromium_ms: pageLoads['whole,simd'],
  wasm_baseline_ready_in_chromium_ms: pageLoads['whole,baseline'],
  wasm_holder_ready_in_chromium_ms: pageLoads['holder,simd'],
  wasm_holder_baseline_ready_in_chromium_ms: pageLoads['holder,baseline'],
  wasm_verifier_ready_in_chromium_ms: pageLoads['verifier,simd'],
  wasm_verifier_baseline_ready_in_chromium_ms: pageLoads['verifier,baseline'],
});
