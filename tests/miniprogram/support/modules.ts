/** `require` of a mini-program: relative files of the package, CommonJS, each run once. */
import { posix } from 'node:path';
import { Script, type Context } from 'node:vm';
import type { PackageFolder } from './package-folder.ts';
import { checkSyntax } from './syntax.ts';

type Body = (require: (path: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

export class Modules {
  private readonly loaded = new Map<string, { exports: unknown }>();

  constructor(private readonly folder: PackageFolder, private readonly context: Context, private readonly newObject: () => object) {}

  /** `file` is a path in the package, with its ending. */
  load(file: string): unknown {
    const known = this.loaded.get(file);
    if (known) return known.exports;
    const source = this.folder.text(file);
    if (source === null) throw new Error(`module '${file}' is not defined`);
    checkSyntax(source, file);
    const module = { exports: this.newObject() as unknown };
    this.loaded.set(file, module);
    const body = new Script(`(function (require, module, exports) {${source}\n})`, { filename: file }).runInContext(this.context) as Body;
    body((path) => this.load(this.resolve(file, path)), module, module.exports);
    return module.exports;
  }

  /** Neither absolute paths nor bare names: the documentation has relative ones. */
  private resolve(from: string, path: string): string {
    if (!/^\.{1,2}\//.test(path)) throw new Error(`module '${path}' is not defined, require args is '${path}'`);
    const file = posix.join(posix.dirname(from), path);
    if (file.startsWith('..')) throw new Error(`module '${path}' is outside of the package`);
    return file.endsWith('.js') ? file : `${file}.js`;
  }
}
