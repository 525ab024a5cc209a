/** Builds dist/: one script for files and one for pages with what both share, their source maps, the types, and the module. */
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { builtCore, copyCoreTypes, sizesOf, withDeclarations } from '../../build/package-parts.mjs';

const here = resolve(import.meta.dirname, '..');
const out = join(here, 'dist');

async function bundle() {
  const bundled = await rolldown({
    input: Object.fromEntries(['node', 'browser', 'portal'].map((name) => [name, join(here, `src/${name}.ts`)])),
    platform: 'neutral', external: /^node:/, treeshake: true, logLevel: 'warn',
  });
  await bundled.write({ dir: out, format: 'es', sourcemap: true, minify: true, entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' });
  await bundled.close();
}

const wasm = await builtCore();
await rm(out, { recursive: true, force: true });
await bundle();
const places = { '@citycode/wasm/types': './core/types.js', '@citycode/verifier/api': './api.js', '@citycode/verifier/portal/api': './portal-api.js', '../opened/api.js': './api.js' };
await withDeclarations(join(here, 'tsconfig.json'), out, places, async (declarations) => {
  await writeFile(join(out, 'api.d.ts'), await declarations('web/verifier/src/opened/api.d.ts'));
  await writeFile(join(out, 'index.d.ts'), await declarations('web/verify/src/browser.d.ts'));
  await writeFile(join(out, 'portal-api.d.ts'), await declarations('web/verifier/src/portal/api.d.ts'));
  await writeFile(join(out, 'portal.d.ts'), await declarations('web/verify/src/portal.d.ts'));
});
await copyCoreTypes(out);
await copyFile(join(wasm, 'citycode-verifier.wasm'), join(out, 'citycode.wasm'));
await copyFile(join(wasm, 'citycode.wasm'), join(out, 'citycode-portal.wasm'));
console.log(`@citycode/verify: ${(await sizesOf(out)).join('; ')}`);
