/** What the packages for other people's programs have in common: declarations of the core that theirs name, and what their files weigh. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const top = resolve(import.meta.dirname, '../..');
const wasm = join(top, 'wasm/dist');
const require = createRequire(import.meta.url);

/** The module's folder, once it is built. */
export async function builtCore() {
  if (!(await stat(join(wasm, 'citycode.wasm')).catch(() => null))) throw new Error('citycode.wasm is missing: run scripts/build wasm');
  return wasm;
}

/** Compiles a package's declarations and hands them out by their path from the top, with the packages that are ours named by `places`. */
export async function withDeclarations(project, out, places, use) {
  const made = join(out, 'made');
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project, '--noEmit', 'false', '--emitDeclarationOnly', '--declaration',
    '--rootDir', top, '--outDir', made], { stdio: 'inherit' });
  await use(async (path) => {
    const text = await readFile(join(made, path), 'utf8');
    return Object.entries(places).reduce((all, [ours, place]) => all.replaceAll(`'${ours}'`, `'${place}'`), text);
  });
  await rm(made, { recursive: true });
}

/** The core's types, with all that they name, into `core/`: nothing else of ours is needed to compile against a package. */
export async function copyCoreTypes(out, path = 'types.d.ts', copied = new Set()) {
  if (copied.has(path)) return;
  copied.add(path);
  const text = (await readFile(join(wasm, path), 'utf8')).replace(/^\/\/# sourceMappingURL.*$/mu, '');
  const to = join(out, 'core', path);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, text);
  for (const [, next] of text.matchAll(/from '(\.[^']+)\.js'/gu)) await copyCoreTypes(out, relative(wasm, resolve(wasm, dirname(path), `${next}.d.ts`)), copied);
}

export async function sizesOf(out) {
  const lines = [];
  for (const name of (await readdir(out, { recursive: true })).filter((each) => /\.(js|wasm)$/u.test(each)).sort()) {
    const bytes = await readFile(join(out, name));
    lines.push(`${name} ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
  }
  return lines;
}
