// What the built package is: small enough, in a language that the chat app's tools take, and naming nothing that only a browser has.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'acorn';
import ts from 'typescript';
import { expect, it } from 'vitest';

const packageFolder = process.env['CITYCODE_MINIPROGRAM'] ?? resolve(import.meta.dirname, '../../build/miniprogram');
const kMaxPackageBytes = 1_200_000;

const kOfTheChatApp = ['App', 'Component', 'WXWebAssembly', 'clearInterval', 'clearTimeout', 'console', 'setInterval', 'setTimeout', 'wx'];

/**
 * Of Emscripten's glue, which asks by `typeof` where it is before it uses any; `URL` is for a module that nobody brought, and ours is brought. utf8.ts asks so for the
 * two of text.
 */
const kAskedFor = ['TextDecoder', 'TextEncoder', 'URL', 'XMLHttpRequest', 'document', 'fetch', 'importScripts', 'process', 'self', 'window'];

/** Names that a script uses and neither declares nor finds in ES2018. */
function strangeNames(path: string): readonly string[] {
  const program = ts.createProgram([path], {
    allowJs: true, checkJs: true, noEmit: true, noResolve: true, strict: false, target: ts.ScriptTarget.ES2018, lib: ['lib.es2018.d.ts'], types: [],
  });
  const kNoSuchName = [2304, 2318, 2552, 2580, 2584, 2591];
  const said = program.getSemanticDiagnostics(program.getSourceFile(path)).filter(({ code }) => kNoSuchName.includes(code));
  return [...new Set(said.map(({ start = 0, length = 0, file }) => file!.text.slice(start, start + length)))].sort();
}

it('is well below the platform’s limit', async () => {
  const files = (await readdir(packageFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(kMaxPackageBytes);
});

it('is written in ES2018', async () => {
  const source = await readFile(join(packageFolder, 'main.js'), 'utf8');
  expect(() => parse(source, { ecmaVersion: 2018 })).not.toThrow();
});

it('names nothing but the chat app’s own, and what it asks for by typeof', () => {
  const names = strangeNames(join(packageFolder, 'main.js'));
  expect(names.filter((name) => !kAskedFor.includes(name))).toEqual(kOfTheChatApp.filter((name) => names.includes(name)));
  expect(names).toEqual(expect.arrayContaining(['WXWebAssembly', 'wx']));   // it looks at all
});
