/**
 * A folder with one file for each key, for hosts with the files of Node. A file says in its first line what the rest
 * must hash to, so that one which was cut, mixed or changed is known to be damaged, and is then as none.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readKept, writeKept } from './kept-text.js';
import type { Store } from './store.js';

const kFirstWord = 'citycode-kept-1';
const kEnding = '.kept';
/** Beside the file, until it is whole and on the disk: then it takes its name. */
const kUnfinished = '.new';
const kKey = /^[A-Za-z][A-Za-z0-9-]*$/;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const written = (value: unknown): string => {
  const text = writeKept(value);
  return `${kFirstWord} ${digestOf(text)}\n${text}`;
};

/** Undefined for what is no whole file of ours. */
function read(content: string): unknown {
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  if (content.slice(0, end) !== `${kFirstWord} ${digestOf(text)}`) return undefined;
  return readKept(text);
}

const codeOf = (cause: unknown): string => (cause as { code?: string } | null)?.code ?? '';

export class FileStore implements Store {
  readonly remembers = true;
  readonly #told = new Set<string>();
  /** By key: one write after another. */
  readonly #writing = new Map<string, Promise<unknown>>();

  private constructor(private readonly folder: string, private readonly damaged: (file: string) => void) {}

  /**
   * Makes the folder where it is missing, for its owner alone, and writes a file into it: rejects, as `node:fs` does, where that cannot be.
   * `damaged` is called once for each file that cannot be read back.
   */
  static async open(folder: string, damaged: (file: string) => void): Promise<FileStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new FileStore(folder, damaged);
    const probe = join(folder, `probe${kUnfinished}`);
    await store.#write(probe, '');
    await rm(probe, { force: true });
    return store;
  }

  async get(key: string): Promise<unknown> {
    const file = this.#fileOf(key);
    await this.#writing.get(file);
    try {
      const value = read(await readFile(file, 'utf8'));
      if (value === undefined) this.#tell(file);
      return value;
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') this.#tell(file);
      return undefined;
    }
  }

  put(key: string, value: unknown): Promise<boolean> {
    const file = this.#fileOf(key);
    const before = this.#writing.get(file) ?? Promise.resolve();
    const writing = before.then(() => this.#replace(file, value)).then(() => true, () => false);
    this.#writing.set(file, writing);
    return writing;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#writing.values());
    for (const name of await readdir(this.folder)) {
      if (name.endsWith(kEnding) || name.endsWith(kUnfinished)) await rm(join(this.folder, name), { force: true });
    }
  }

  #fileOf(key: string): string {
    if (!kKey.test(key)) throw new TypeError(`no name of a file: ${key}`);
    return join(this.folder, key + kEnding);
  }

  /** Whoever reads finds what was there before, or all of the new: nothing between, whenever the power fails. */
  async #replace(file: string, value: unknown): Promise<void> {
    if (value === undefined) return rm(file, { force: true });
    const content = written(value);
    try {
      await this.#write(file + kUnfinished, content);
      await rename(file + kUnfinished, file);
    } catch (cause) {
      await rm(file + kUnfinished, { force: true }).catch(() => undefined);   // what was there before stays
      throw cause;
    }
  }

  /** What is there of that name was left by a process that ended: another owner's rights are not taken over with it. */
  async #write(path: string, content: string): Promise<void> {
    await rm(path, { force: true });
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  #tell(file: string): void {
    if (this.#told.has(file)) return;
    this.#told.add(file);
    this.damaged(file);
  }
}
