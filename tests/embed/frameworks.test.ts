// The packed elements in pages that Vite builds for React and Vue, types checked strictly, in Chromium, under the page's own policy.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Project } from '../verify/project.js';
import { Site } from './site.js';

const chromiumPath = process.env['CITYCODE_CHROMIUM'] ?? '/usr/bin/chromium';
const typescript = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const run = promisify(execFile);

const kReact = `/// <reference types="@citycode/embed/react" />
import '@citycode/embed';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Desk() {
  const [text, setText] = useState('react');
  const [level, setLevel] = useState(0);
  return (
    <form>
      <cc-code text={text} level="Q" />
      <cc-rating name="rating" required onChange={(event) => setLevel((event.target as HTMLElementTagNameMap['cc-rating']).opinion.level ?? 0)} />
      <button type="button" onClick={() => setText('another text')}>another</button>
      <output>{level}</output>
    </form>
  );
}
createRoot(document.getElementById('app')!).render(<Desk />);
`;
const kVue = `import '@citycode/embed';
import type { CcRating } from '@citycode/embed/cc-rating';
import { createApp, h, ref } from 'vue';

createApp({
  setup() {
    const text = ref('vue');
    const level = ref(0);
    return () => h('form', [
      h('cc-code', { text: text.value, level: 'Q' }),
      h('cc-rating', { name: 'rating', required: true, onChange: (event: Event) => { level.value = (event.target as CcRating).opinion.level ?? 0; } }),
      h('button', { type: 'button', onClick: () => { text.value = 'another text'; } }, 'another'),
      h('output', level.value),
    ]);
  },
}).mount('#app');
`;
const kOptions = { strict: true, noUncheckedIndexedAccess: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2022', 'DOM', 'DOM.Iterable'], jsx: 'react-jsx', noEmit: true, types: [] };

describe.skipIf(!existsSync(chromiumPath) && !process.env['CI']).each([['React', 'main.tsx', kReact], ['Vue', 'main.ts', kVue]])('a page made with %s', (_, file, source) => {
  let project: Project;
  let site: Site;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const where = resolve(import.meta.dirname, '../../build/tests');   // the frameworks are found from there
    await mkdir(where, { recursive: true });
    project = await Project.withPacked('embed', where);
    await project.write(file, source);
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions: kOptions, files: [file] }));
    await project.write('index.html', `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="/icon.svg"><div id="app"></div><script type="module" src="${file}"></script></html>`);
    await build({ configFile: false, root: project.folder, logLevel: 'error', build: { outDir: 'built' } });
    site = await Site.open({ '/': join(project.folder, 'built') });
    site.pages.set('/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    site.policy = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await project?.remove();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  });

  it('compiles strictly against the types alone', async () => {
    await run(process.execPath, [typescript, '-p', 'tsconfig.json'], { cwd: project.folder }).catch((cause: { stdout: string }) => { throw new Error(cause.stdout); });
  });

  it('draws, draws anew, hears and sends', async () => {
    await page.goto(`${site.origin}/index.html`);
    const symbol = page.locator('cc-code [part=symbol] path');
    const first = await symbol.getAttribute('d');
    await page.getByRole('button', { name: 'another' }).click();
    await expect.poll(() => symbol.getAttribute('d')).not.toBe(first);
    await page.locator('cc-rating input[name=level][value="4"]').check();
    await expect.poll(() => page.locator('output').innerText()).toBe('4');
    expect(await page.evaluate(() => [...new FormData(document.querySelector('form')!)])).toEqual([['rating', '4']]);
    expect(problems).toEqual([]);
  });

  it('has each module and worker once', async () => {
    const names = (await readdir(join(project.folder, 'built/assets'))).map((name) => name.replace(/-[\w-]{8}\./u, '.'));
    expect(names.filter((name) => /\.wasm$|worker/u.test(name)).sort()).toEqual(['citycode-holder.wasm', 'citycode-verifier.wasm', 'draw-worker.js', 'read-worker.js']);
  });
});
