/**
 * A build's files in the browser's cache: each checked by its hash, and taken whole or not at all. An office that is in the
 * middle of a change, or a hotel's network, answers 200 with another page, half a file or nothing.
 */

import { kEverybodysLanguage } from '@citycode/elements/languages';

export interface Build {
  /** Begins the cache's name; one for each page. */
  readonly name: string;
  /** Hash over everything: another build, another cache. */
  readonly version: string;
  /** Answers every navigation; by it a whole build is known, because it is put last. */
  readonly page: string;
  /** SHA-256 of each file by its path, the page among them, as base64. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The same for what is kept of some languages only, by language: its tag in small letters. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface CacheParts {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'match'>;
  readonly fetch: (request: Request | string) => Promise<Response>;
  readonly digest: (bytes: ArrayBuffer) => Promise<ArrayBuffer>;
}

/** A page that is still open may ask for a file of the build before. */
const kBuildsKept = 2;

/** Said of the bytes on the way; what is kept is unpacked. */
const kOfTheWayOnly = ['content-encoding', 'content-length', 'transfer-encoding'];

const asBase64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

export class BuildCache {
  readonly name: string;
  readonly #hashes: Readonly<Record<string, string>>;
  /** Under this path stands which language is in use. No page asks for it. */
  readonly #spoken: string;

  constructor(private readonly build: Build, private readonly parts: CacheParts) {
    this.name = `${build.name}-${build.version}`;
    this.#hashes = Object.assign({}, build.hashes, ...Object.values(build.words)) as Record<string, string>;
    this.#spoken = `${build.page}spoken-language`;
  }

  /**
   * Rejects when one file is not as it was built; then nothing was put anywhere, and the build before stays in use. `firstLanguage`
   * is what the page will speak where no build before can say it.
   */
  async install(firstLanguage: string): Promise<void> {
    const { page, hashes, words } = this.build;
    if (await this.#isWhole(this.name)) return;
    // The page first: while the office changes it is what is wrong most often, and the rest is not asked for in vain.
    const pageFile = await this.#fetched(page);
    const before = (await this.#buildsBefore()).at(-1);
    const spoken = before ? await this.#spokenIn(before) : firstLanguage;
    // A build of before this was written down had all languages: so has the next, until the page says which is its own.
    const languages = spoken === null ? Object.keys(words) : [kEverybodysLanguage, spoken];   // a page whose own words cannot be had speaks everybody's
    const others = [...Object.keys(hashes).filter((path) => path !== page), ...new Set(languages.flatMap((language) => Object.keys(words[language] ?? {})))];
    const files = await Promise.all(others.map(async (path) => [path, await this.#fetched(path)] as const));
    try {
      const cache = await this.parts.caches.open(this.name);
      for (const [path, file] of files) await cache.put(path, file);
      if (spoken !== null) await cache.put(this.#spoken, new Response(spoken));
      await cache.put(page, pageFile);
    } catch (cause) {
      await this.parts.caches.delete(this.name);   // no room: better nothing than a part
      throw cause;
    }
  }

  /** The page's language is this one now: its words are kept from here on, and in the next build. Rejects when they cannot be had. */
  async speak(language: string): Promise<void> {
    if (!Object.hasOwn(this.build.words, language) || !(await this.#isWhole(this.name))) return;
    const cache = await this.parts.caches.open(this.name);
    const known = await Promise.all(Object.keys(this.build.words[language]!).map(async (path) => [path, await cache.match(path, { ignoreVary: true })] as const));
    const files = await Promise.all(known.filter(([, file]) => !file).map(async ([path]) => [path, await this.#fetched(path)] as const));
    for (const [path, file] of files) await cache.put(path, file);
    await cache.put(this.#spoken, new Response(language));
  }

  /** Keeps this build and the whole ones before it; what an earlier install left in part goes. */
  async removeOld(): Promise<void> {
    const old = await this.#others();
    const kept = (await this.#buildsBefore()).slice(1 - kBuildsKept);
    await Promise.all(old.filter((name) => !kept.includes(name)).map((name) => this.parts.caches.delete(name)));
  }

  /** A file of this build, else of the one before. */
  async kept(path: string): Promise<Response | undefined> {
    const current = await this.parts.caches.open(this.name);
    return (await current.match(path, { ignoreVary: true })) ?? this.parts.caches.match(path, { ignoreVary: true });
  }

  async #others(): Promise<string[]> {
    return (await this.parts.caches.keys()).filter((name) => name.startsWith(`${this.build.name}-`) && name !== this.name);
  }

  /** The whole ones, the newest last. */
  async #buildsBefore(): Promise<string[]> {
    const others = await this.#others();
    const isWhole = await Promise.all(others.map((name) => this.#isWhole(name)));
    return others.filter((_, i) => isWhole[i]);
  }

  async #spokenIn(name: string): Promise<string | null> {
    const written = await (await this.parts.caches.open(name)).match(this.#spoken);
    return (await written?.text()) ?? null;
  }

  async #isWhole(name: string): Promise<boolean> {
    if (!(await this.parts.caches.keys()).includes(name)) return false;   // to open it would make it
    return (await (await this.parts.caches.open(name)).match(this.build.page, { ignoreVary: true })) !== undefined;
  }

  /** From a build before where it is the same file, else from the office; never what it is not. */
  async #fetched(path: string): Promise<Response> {
    const before = await this.parts.caches.match(path, { ignoreVary: true });
    const copy = before ? await this.#checked(path, before) : null;
    if (copy) return copy;
    const answer = await this.parts.fetch(new Request(path, { cache: 'no-cache' }));
    const file = answer.ok && !answer.redirected ? await this.#checked(path, answer) : null;
    if (!file) throw new TypeError(`${path} is not the file that was built`);
    return file;
  }

  async #checked(path: string, answer: Response): Promise<Response | null> {
    const headers = new Headers(answer.headers);
    for (const name of kOfTheWayOnly) headers.delete(name);
    const bytes = await answer.arrayBuffer();
    return asBase64(await this.parts.digest(bytes)) === this.#hashes[path] ? new Response(bytes, { headers }) : null;
  }
}

/** The city's list as docs/api.md has it: a network that asks for a sign-in answers 200 with a page of its own. */
export async function isFirstList(answer: Response): Promise<boolean> {
  if (!answer.ok) return false;
  const list = await answer.json().catch(() => null) as { readonly rootKey?: unknown; readonly trustList?: unknown } | null;
  return [list?.rootKey, list?.trustList].every((text) => typeof text === 'string' && /^[\w-]+$/.test(text));
}
