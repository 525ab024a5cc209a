/** A built mini-program as the phone has it, some of its files replaced by a test. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';

interface SubPackage {
  readonly root: string;
  readonly pages: readonly string[];
}

interface AppConfig {
  readonly pages: readonly string[];
  readonly subPackages?: readonly SubPackage[];
  readonly subpackages?: readonly SubPackage[];
  readonly tabBar?: { readonly list: readonly { readonly pagePath: string }[] };
}

/** Of the main part and of each further part, and of all (…/dev/framework/subpackages.html). */
const kMaxPartBytes = 2 * 1024 * 1024;
const kMaxPackageBytes = 30 * 1024 * 1024;

export class PackageFolder {
  private copy: string | null = null;

  constructor(private readonly source: string, private readonly files: Readonly<Record<string, string | Uint8Array>> = {}) {}

  get app(): AppConfig {
    return this.json('app') as unknown as AppConfig;
  }

  /** Of all parts, the first page first. */
  get routes(): string[] {
    return [...this.app.pages, ...this.parts.flatMap(({ root, pages }) => pages.map((page) => posix.join(root, page)))];
  }

  /** What the chat app's tools say of a package that is too large, or null. */
  get tooLarge(): string | null {
    const bytes = new Map<string, number>();
    for (const name of new Set([...readdirSync(this.source, { recursive: true, encoding: 'utf8' }), ...Object.keys(this.files)])) {
      const part = this.parts.find(({ root }) => name.startsWith(`${root.replace(/\/$/, '')}/`))?.root ?? 'the main part';
      bytes.set(part, (bytes.get(part) ?? 0) + (this.read(name)?.length ?? 0));
    }
    const all = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    if (all > kMaxPackageBytes) return `the package has ${all} bytes, more than ${kMaxPackageBytes}`;
    const [part, size] = [...bytes].find(([, one]) => one > kMaxPartBytes) ?? [];
    return part === undefined ? null : `${part} has ${size} bytes, more than ${kMaxPartBytes}`;
  }

  private get parts(): readonly SubPackage[] {
    return this.app.subPackages ?? this.app.subpackages ?? [];
  }

  /** null for what is not a file of the package; a leading slash is its top. */
  read(name: string): Buffer | null {
    const path = posix.normalize(name.replace(/^\//, ''));
    if (path.startsWith('..')) return null;
    const replaced = this.files[path];
    if (replaced !== undefined) return Buffer.from(replaced);
    const file = join(this.source, path);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : null;
  }

  text(name: string): string | null {
    return this.read(name)?.toString('utf8') ?? null;
  }

  json(name: string): Record<string, unknown> {
    const text = this.text(`${name}.json`);
    if (text === null) throw new Error(`the package has no ${name}.json`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** A folder in which the templates are as they are here. */
  get templates(): string {
    return Object.keys(this.files).some((name) => /\.(wxml|wxs|json)$/.test(name)) ? this.ofItsOwn : this.source;
  }

  /** A copy below no package.json: there Node reads its files as CommonJS. */
  get ofItsOwn(): string {
    if (this.copy) return this.copy;
    const copy = this.copy = mkdtempSync(join(tmpdir(), 'citycode-miniprogram-'));
    cpSync(this.source, copy, { recursive: true });
    for (const [name, content] of Object.entries(this.files)) {
      mkdirSync(dirname(join(copy, name)), { recursive: true });
      writeFileSync(join(copy, name), content);
    }
    return copy;
  }

  remove(): void {
    if (this.copy) rmSync(this.copy, { recursive: true, force: true });
    this.copy = null;
  }
}
