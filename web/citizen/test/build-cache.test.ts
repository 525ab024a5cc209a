import { createHash, webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { BuildCache, isFirstList, type Build } from '../../offline/build-cache.js';

type Files = Readonly<Record<string, string>>;

const kOrigin = 'https://city.example';
const built: Readonly<Record<string, string>> = { '/app/': '<!doctype html><script src="/assets/a-1.js">', '/assets/a-1.js': 'run()', '/assets/core.wasm': '\0asm and more' };
const after: Readonly<Record<string, string>> = { ...built, '/app/': '<!doctype html><script src="/assets/a-2.js">', '/assets/a-2.js': 'run(2)' };

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
const hashesOf = (files: Files): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(files).map(([path, text]) => [path, hashOf(text)]));
const buildOf = (files: Files, version: string, words: Readonly<Record<string, Files>> = {}): Build =>
  ({ name: 'citycode-app', version, page: '/app/', hashes: hashesOf(files), words: Object.fromEntries(Object.entries(words).map(([language, of]) => [language, hashesOf(of)])) });

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

/** Where a build writes which language is in use. */
const spoken = (language: string): Files => ({ '/app/spoken-language': language });

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
    constructor(path: string, init?: RequestInit) { super(new URL(path, kOrigin), init); }
  } as typeof Request;
  shelf = new Shelf();
  office = serve(built);
  asked = [];
});

const installed = async (): Promise<void> => builder(buildOf(built, 'one')).install('en');

describe('a build in the cache', () => {
  it('is every file, with the page’s own policy and nothing that was said of the way', async () => {
    await installed();
    expect(await shelf.texts('citycode-app-one')).toEqual({ ...built, ...spoken('en') });
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
      await expect(builder(buildOf(after, 'two')).install('en')).rejects.toThrow();
      expect(await shelf.keys()).toEqual(['citycode-app-one']);
      expect(await shelf.texts('citycode-app-one')).toEqual({ ...built, ...spoken('en') });
      expect(await (await builder(buildOf(built, 'one')).kept('/app/'))!.text()).toBe(built['/app/']);
    });
  }

  it('asks for nothing else when the page itself is not there yet', async () => {
    await installed();
    asked = [];
    office = { ...serve(after), '/app/': new Response(built['/app/']) };
    await expect(builder(buildOf(after, 'two')).install('en')).rejects.toThrow();
    expect(asked).toEqual(['/app/']);
  });

  it('comes as soon as it is whole, and asks only for what is new', async () => {
    await installed();
    asked = [];
    office = serve(after);
    const next = builder(buildOf(after, 'two'));
    await next.install('en');
    await next.removeOld();
    expect(asked).toEqual(['/app/', '/assets/a-2.js']);
    expect(await shelf.texts('citycode-app-two')).toEqual({ ...after, ...spoken('en') });
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
    await next.install('en');
    await next.removeOld();
    expect(await shelf.keys()).toEqual(['citycode-app-one', 'citycode-console-one', 'citycode-app-two']);
  });
});

describe('the words of a build', () => {
  const words = { en: { '/assets/en.js': 'yes' }, 'zh-cn': { '/assets/zh.js': '是', '/assets/zh-more.js': '更多' }, id: { '/assets/id.js': 'ya' } };
  const next = { ...words, 'zh-cn': { ...words['zh-cn'], '/assets/zh-2.js': '是的' } };
  const of = (version: string, which: Readonly<Record<string, Files>> = words): BuildCache => builder(buildOf(version === 'one' ? built : after, version, which));
  const kept = async (version = 'one'): Promise<string[]> => Object.keys(await shelf.texts(`citycode-app-${version}`)).filter((path) => /\/(en|zh|id)/u.test(path)).sort();

  beforeEach(() => { office = serve({ ...built, ...Object.assign({}, ...Object.values(next)) as Files }); });

  it('are those of the first language and of everybody’s', async () => {
    await of('one').install('zh-cn');
    expect(await kept()).toEqual(['/assets/en.js', '/assets/zh-more.js', '/assets/zh.js']);
  });

  it.each(['en', 'xx'])('are everybody’s alone for who speaks %s', async (language) => {
    await of('one').install(language);
    expect(await kept()).toEqual(['/assets/en.js']);
  });

  it('are kept of a language that the page changes to, and asked for once', async () => {
    await of('one').install('en');
    await of('one').speak('zh-cn');
    asked = [];
    await of('one').speak('zh-cn');
    expect(asked).toEqual([]);
    expect(await kept()).toEqual(['/assets/en.js', '/assets/zh-more.js', '/assets/zh.js']);
  });

  it('come with the next build in the language that is in use, whatever the browser says', async () => {
    await of('one').install('en');
    await of('one').speak('id');
    await of('one').speak('zh-cn');
    office = serve({ ...after, ...Object.assign({}, ...Object.values(next)) as Files });
    asked = [];
    await of('two', next).install('en');
    expect(await kept('two')).toEqual(['/assets/en.js', '/assets/zh-2.js', '/assets/zh-more.js', '/assets/zh.js']);
    expect(asked, 'and of them only what is new').toEqual(['/app/', '/assets/a-2.js', '/assets/zh-2.js']);
    await of('three', next).install('en');
    expect(await kept('three'), 'and with the one after it').toContain('/assets/zh-2.js');
  });

  it('come in every language where a build before had them and did not say which is in use', async () => {
    const cache = await shelf.open('citycode-app-zero');
    for (const [path, text] of Object.entries(built)) await cache.put(path, new Response(text));
    await of('one').install('en');
    expect(await kept()).toEqual(['/assets/en.js', '/assets/id.js', '/assets/zh-more.js', '/assets/zh.js']);
    expect(await shelf.texts('citycode-app-one')).not.toHaveProperty(['/app/spoken-language']);
  });

  it.each([
    ['is another page', new Response('<h1>Welcome to our hotel</h1>')],
    ['cannot be had', null],
  ])('stay as they were when a file of another language %s', async (_, answer) => {
    await of('one').install('en');
    office['/assets/zh-more.js'] = answer;
    await expect(of('one').speak('zh-cn')).rejects.toThrow();
    expect(await kept()).toEqual(['/assets/en.js']);
    expect((await shelf.texts('citycode-app-one'))['/app/spoken-language']).toBe('en');
  });

  it.each(['xx', 'constructor', ''])('are not changed by who says “%s”, nor where no build is kept', async (language) => {
    await of('one').speak('zh-cn');
    expect(await shelf.keys()).toEqual([]);
    await of('one').install('en');
    await of('one').speak(language);
    expect(await kept()).toEqual(['/assets/en.js']);
    expect((await shelf.texts('citycode-app-one'))['/app/spoken-language']).toBe('en');
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
