/** Somebody else's site: a folder, an address of its own, and the policy that it sends. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { json } from 'node:stream/consumers';

const kTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json', '.map': 'application/json',
};

export interface Answer {
  readonly type: string;
  readonly body: Uint8Array | string;
}

export class Site {
  /** By path: what is answered in place of the file. */
  readonly pages = new Map<string, string>();
  /** By path: what the site's own server does with what is posted there. Undefined: it is out of order. */
  readonly posts = new Map<string, (body: never) => Promise<unknown>>();
  /** How the site answers for the module. */
  moduleAnswer: (whole: Uint8Array) => Answer = (body) => ({ type: 'application/wasm', body });
  /** Directives beside `default-src 'self'`. */
  policy = '';
  /** Paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server, private readonly folders: Readonly<Record<string, string>>) {}

  /** `folders`: which folder lies at which path, as `/citycode/`. */
  static async open(folders: Readonly<Record<string, string>>): Promise<Site> {
    const server = createServer((incoming, outgoing) => {
      const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
      site.asked.push(path);
      const answering = incoming.method === 'POST' ? site.#take(path, incoming) : site.#answer(path);
      void answering.catch(() => null).then((answer) => outgoing
        .writeHead(answer ? 200 : 404, { 'Content-Type': answer?.type ?? 'text/plain', 'Content-Security-Policy': `default-src 'self'; ${site.policy}`, 'Cache-Control': 'no-store' })
        .end(answer?.body ?? ''));
    });
    const site = new Site(server, folders);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #take(path: string, incoming: IncomingMessage): Promise<Answer | null> {
    const answer = await this.posts.get(path)?.(await json(incoming) as never);
    return answer === undefined ? null : { type: kTypes['.json']!, body: JSON.stringify(answer) };
  }

  async #answer(path: string): Promise<Answer | null> {
    const written = this.pages.get(path);
    if (written !== undefined) return { type: kTypes[extname(path)] ?? kTypes['.html']!, body: written };
    const at = Object.keys(this.folders).find((each) => path.startsWith(each));
    if (!at) return null;
    const body = await readFile(join(this.folders[at]!, normalize(path.slice(at.length)))).catch(() => null);
    if (!body) return null;
    return extname(path) === '.wasm' ? this.moduleAnswer(body) : { type: kTypes[extname(path)] ?? 'text/plain', body };
  }
}
