/** Builds dist/main.js: one script for Node, with what npm installs left outside. */
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const here = resolve(import.meta.dirname, '..');
const bundled = await rolldown({ input: join(here, 'src/main.ts'), platform: 'node', external: /^(node:|[@a-z])/u, logLevel: 'warn' });
await bundled.write({ dir: join(here, 'dist'), format: 'es', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: '[name].js', cleanDir: true });
await bundled.close();
