import { createHash, webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { BuildCache, isFirstList, type Build } from '../../offline/build-cache.js';

const ORIGIN = 'https://city.example';
const built: Readonly<Record<string, string>> = { '/app/': '<!doctype html><script src="/assets/a-1.js">', '/assets/a-1.js': 'run()', '/assets/core.wasm': '\0asm and more' };
const after: Readonly<Record<string, string>> = { ...built, '/app/': '<!doctype html><script src="/assets/a-2.js">', '/assets/a-2.js': 'run(2)' };

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
const buildOf = (files: Readonly<Record<string, string>>, version: string): Build =>
  ({ name: 'citycode-app', version, page: '/app/', hashes: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, hashOf(text)])) });

/** Cache storage as far as a build uses it: in the order of making, and without room from `mostFiles` on. */
class Shelf {
  readonly files = new Map<string, Map<string, Response>>();
  mostFiles = Infinity;

  async keys(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.files.delete(name);
  }

  async match(path: string): Promise<Response | undefined> {
    for (const cache of this.files.values()) if (cache.has(path)) return cache.get(path)!.clone();
    return undefined;
  }

  async open(name: string): Promise<Cache> {
    const cache = this.files.get(name) ?? new Map<string, Response>();
    this.files.set(name, cache);
    return {
      match: async (path: string) => cache.get(path)?.clone(),
      put: async (path: string, file: Response) => {
        if (cache.size >= this.mostFiles) throw new DOMException('no room', 'QuotaExceededError');
        cache.set(path, file);
      },
    } as unknown as Cache;
  }

  async texts(name: string): Promise<Record<string, string>> {
    return Object.fromEntries(await Promise.all([...this.files.get(name)!].map(async ([path, file]) => [path, await file.clone().text()] as const)));
  }
}

let shelf: Shelf;
/** What the office answers now; null: no connection. */
let office: Record<string, Response | null>;
let asked: string[];

function builder(build: Build): BuildCache {
  return new BuildCache(build, {
    caches: shelf as unknown as CacheStorage,
    digest: (bytes) => webcrypto.subtle.digest('SHA-256', bytes),
    fetch: async (request) => {
      const path = new URL((request as Request).url).pathname;
      asked.push(path);
      const answer = office[path];
      if (!answer) throw new TypeError('no connection');
      return answer.clone();
    },
  });
}

const serve = (files: Readonly<Record<string, string>>): Record<string, Response> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new Response(text, { headers: { 'content-encoding': 'br', 'content-security-policy': "default-src 'self'" } })]));

beforeEach(() => {
  // Node's Request needs a whole address; a worker's knows its own.
  globalThis.Request = class extends globalThis.Request {
    constructor(path: string, init?: RequestInit) { super(new URL(path, ORIGIN), init); }
  } as typeof Request;
  shelf = new Shelf();
  office = serve(built);
  asked = [];
});

const installed = async (): Promise<void> => builder(buildOf(built, 'one')).install();

describe('a build in the cache', () => {
  it('is every file, with the page’s own policy and nothing that was said of the way', async () => {
    await installed();
    expect(await shelf.texts('citycode-app-one')).toEqual(built);
    const page = (await builder(buildOf(built, 'one')).kept('/app/'))!;
    expect(page.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(page.headers.has('content-encoding')).toBe(false);
  });

  const wrong: Readonly<Record<string, Response | null>> = {
    'another page, answered 200': new Response('<!doctype html><h1>Welcome to our hotel</h1>', { headers: { 'content-type': 'text/html' } }),
    'nothing, answered 200': new Response(''),
    'a file that was cut': new Response('run('),
    'a file of the build before': new Response('run()'),
    'an error': new Response('run(2)', { status: 502 }),
    'no connection': null,
  };
  for (const [what, answer] of Object.entries(wrong)) {
    it.each(['/app/', '/assets/a-2.js'])(`is not taken when %s comes as ${what}; the one before stays whole`, async (path) => {
      await installed();
      office = { ...serve(after), [path]: answer };
      await expect(builder(buildOf(after, 'two')).install()).rejects.toThrow();
      expect(await shelf.keys()).toEqual(['citycode-app-one']);
      expect(await shelf.texts('citycode-app-one')).toEqual(built);
      expect(await (await builder(buildOf(built, 'one')).kept('/app/'))!.text()).toBe(built['/app/']);
    });
  }

  it('asks for nothing else when the page itself is not there yet', async () => {
    await installed();
    asked = [];
    office = { ...serve(after), '/app/': new Response(built['/app/']) };
    await expect(builder(buildOf(after, 'two')).install()).rejects.toThrow();
    expect(asked).toEqual(['/app/']);
  });

  it('comes as soon as it is whole, and asks only for what is new', async () => {
    await installed();
    asked = [];
    office = serve(after);
    const next = builder(buildOf(after, 'two'));
    await next.install();
    await next.removeOld();
    expect(asked).toEqual(['/app/', '/assets/a-2.js']);
    expect(await shelf.texts('citycode-app-two')).toEqual(after);
    expect(await shelf.keys()).toEqual(['citycode-app-one', 'citycode-app-two']);
  });

  it('leaves nothing of itself where there is no room', async () => {
    shelf.mostFiles = 2;
    await expect(installed()).rejects.toThrow('no room');
    expect(await shelf.keys()).toEqual([]);
  });

  it('never takes for its own what a cache of before holds under its name', async () => {
    await (await shelf.open('citycode-app-zero')).put('/assets/a-1.js', new Response('<h1>Bad gateway</h1>'));
    await installed();
    expect((await shelf.texts('citycode-app-one'))['/assets/a-1.js']).toBe('run()');
    expect(await (await builder(buildOf(built, 'one')).kept('/assets/a-1.js'))!.text()).toBe('run()');
  });

  it('keeps the whole build before, not the parts that failed installs left', async () => {
    await installed();
    await shelf.open('citycode-app-part');
    await (await shelf.open('citycode-app-more')).put('/first-list.json', new Response('{}'));
    await shelf.open('citycode-console-one');
    office = serve(after);
    const next = builder(buildOf(after, 'two'));
    await next.install();
    await next.removeOld();
    expect(await shelf.keys()).toEqual(['citycode-app-one', 'citycode-console-one', 'citycode-app-two']);
  });
});

describe('the list of a first start', () => {
  it.each([
    ['a list', '{"name":{},"rootKey":"AAA_","trustList":"0oRY"}', 200, true],
    ['a sign-in page', '<!doctype html><h1>Welcome</h1>', 200, false],
    ['nothing', '', 200, false],
    ['a list that was cut', '{"name":{},"rootKey":"AAA_","trustLi', 200, false],
    ['a list without a key', '{"rootKey":"","trustList":"0oRY"}', 200, false],
    ['an office that is away', '{"rootKey":"AAA_","trustList":"0oRY"}', 503, false],
  ])('is kept when it is one: %s', async (_, body, status, expected) => {
    expect(await isFirstList(new Response(body, { status }))).toBe(expected);
  });
});
