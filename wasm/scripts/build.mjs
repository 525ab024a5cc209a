// Builds dist/: the TypeScript, and beside it whichever of the WebAssembly modules exist (scripts/build makes them).
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const require = createRequire(import.meta.url);

const tsc = (...options) =>
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...options], { stdio: 'inherit' });

execFileSync(here('../scripts/generate'), ['--check'], { stdio: 'inherit' });
tsc('-p', here('tsconfig.domfree.json'));
tsc('-p', here('tsconfig.json'));

mkdirSync(here('dist'), { recursive: true });
const modules = ['citycode', 'citycode-holder', 'citycode-verifier'];
for (const [preset, name] of modules.flatMap((module) => [['wasm', module], ['wasm-baseline', `${module}-baseline`]])) {
  copyFileSync(here(`src/${name}.d.ts`), here(`dist/${name}.d.ts`));
  for (const extension of ['js', 'wasm']) {
    const built = here(`../build/${preset}/wasm/${name}.${extension}`);
    if (existsSync(built)) copyFileSync(built, here(`dist/${name}.${extension}`));
    else if (!existsSync(here(`dist/${name}.${extension}`)))
      console.error(`${name}.${extension} is missing: cmake --preset ${preset} && cmake --build --preset ${preset}`);
  }
}
