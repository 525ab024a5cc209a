/** Builds dist/: one script for files and one for pages with what both share, their source maps, the types, and the module. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const here = resolve(import.meta.dirname, '..');
const out = join(here, 'dist');
const wasm = resolve(here, '../../wasm/dist');
const require = createRequire(import.meta.url);

const tsc = (...options) => execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(here, 'tsconfig.json'), ...options], { stdio: 'inherit' });

async function bundle() {
  const bundled = await rolldown({
    input: { node: join(here, 'src/node.ts'), browser: join(here, 'src/browser.ts') },
    platform: 'neutral', external: /^node:/, treeshake: true, logLevel: 'warn',
  });
  await bundled.write({ dir: out, format: 'es', sourcemap: true, minify: true, entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' });
  await bundled.close();
}

/** The declarations of the public shapes, and of the core's types that they name: nothing else of ours is needed to compile against them. */
async function types() {
  const made = join(out, 'made');
  tsc('--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--rootDir', resolve(here, '../..'), '--outDir', made);
  const api = await readFile(join(made, 'web/verify/src/api.d.ts'), 'utf8');
  await writeFile(join(out, 'api.d.ts'), api.replaceAll("'@citycode/wasm/types'", "'./core/types.js'"));
  await writeFile(join(out, 'index.d.ts'), await readFile(join(made, 'web/verify/src/browser.d.ts'), 'utf8'));
  await copyDeclarations('types.d.ts', new Set());
  await rm(made, { recursive: true });
}

async function copyDeclarations(path, copied) {
  if (copied.has(path)) return;
  copied.add(path);
  const text = (await readFile(join(wasm, path), 'utf8')).replace(/^\/\/# sourceMappingURL.*$/mu, '');
  const to = join(out, 'core', path);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, text);
  for (const [, next] of text.matchAll(/from '(\.[^']+)\.js'/gu)) await copyDeclarations(relative(wasm, resolve(wasm, dirname(path), `${next}.d.ts`)), copied);
}

async function sizes() {
  const lines = [];
  for (const name of (await readdir(out)).filter((each) => /\.(js|wasm)$/u.test(each))) {
    const bytes = await readFile(join(out, name));
    lines.push(`${name} ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
  }
  return lines.join('; ');
}

if (!(await stat(join(wasm, 'citycode.wasm')).catch(() => null))) throw new Error('citycode.wasm is missing: run scripts/build wasm');
await rm(out, { recursive: true, force: true });
await bundle();
await types();
await copyFile(join(wasm, 'citycode.wasm'), join(out, 'citycode.wasm'));
console.log(`@citycode/verify: ${await sizes()}`);
