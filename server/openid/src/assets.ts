/** The files of the pages: our own, and those of the element that draws the code. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { pagePolicy } from './pages.js';

const kTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm',
  '.json': 'application/json', '.map': 'application/json',
};

function filesIn(folder: string, at: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && Object.hasOwn(kTypes, extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [at + path.slice(folder.length + 1), path]);
}

export class Assets {
  readonly #files: ReadonlyMap<string, string>;

  /** Named once: no path of a request is ever looked up on the disk. */
  constructor() {
    const own = resolve(import.meta.dirname, '../page');
    const elements = dirname(createRequire(import.meta.url).resolve('@citycode/embed/cc-code'));
    if (!existsSync(elements)) throw new Error('the element that draws codes is not built: run scripts/build packages');
    this.#files = new Map([...filesIn(own, '/assets/'), ...filesIn(elements, '/assets/citycode/')]);
  }

  /** False when there is no such file. */
  answer(response: ServerResponse, path: string): boolean {
    const file = this.#files.get(path);
    if (!file) return false;
    // A worker has the policy that it is served with.
    response.writeHead(200, {
      'Content-Type': kTypes[extname(file)]!, 'Content-Length': statSync(file).size, 'Cache-Control': 'no-cache', 'Content-Security-Policy': pagePolicy(),
    });
    createReadStream(file).pipe(response);
    return true;
  }
}
