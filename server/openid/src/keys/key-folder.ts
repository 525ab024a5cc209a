/** The folder of this service's own keys: 0700, its files 0600, made when they are first asked for. Processes that share it see the same. */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class KeyFolder {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }

  /** The file's content; `made` is written if there is none, by whoever is first. */
  readOrMake(name: string, make: () => string): string {
    const path = join(this.folder, name);
    for (;;) {
      try {
        if ((statSync(path).mode & 0o077) !== 0) throw new Error(`${path} can be read by others; run chmod 600 on it`);
        return readFileSync(path, 'utf8');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      }
      const written = this.#written(name, make());
      try {
        linkSync(written, path);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      }
      rmSync(written);
    }
  }

  replace(name: string, content: string): void {
    renameSync(this.#written(name, content), join(this.folder, name));
  }

  /** Changes when the file does. */
  stampOf(name: string): string {
    const { mtimeMs, ino, size } = statSync(join(this.folder, name));
    return `${mtimeMs} ${ino} ${size}`;
  }

  #written(name: string, content: string): string {
    const path = join(this.folder, `${name}.${randomBytes(6).toString('hex')}.new`);
    writeFileSync(path, content, { mode: 0o600, flag: 'wx', flush: true });
    return path;
  }
}
