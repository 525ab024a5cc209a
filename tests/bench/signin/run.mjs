/** Bundles load.ts, as its packages are TypeScript, and runs it with what this was given. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const here = import.meta.dirname;
const out = await mkdtemp(join(here, 'made-'));   // beside node_modules, in which the kit is found
try {
  const bundled = await rolldown({ input: join(here, 'load.ts'), platform: 'node', external: /^(node:|@citycode\/(verify|wasm))/u, logLevel: 'warn' });
  await bundled.write({ dir: out, format: 'es', entryFileNames: '[name].mjs' });
  await bundled.close();
  process.exitCode = spawnSync(process.execPath, [join(out, 'load.mjs'), ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
} finally {
  await rm(out, { recursive: true });
}
