import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Scripts of the build have no types. */
const path = new URL('../../build/lean-styles.mjs', import.meta.url).href;
const { lean, leanStyles } = await import(path) as {
  lean(css: string): string;
  leanStyles: { transform(code: string, id: string): { readonly code: string } | null };
};

it.each([
  ['\n  a { color: red; }\n', 'a{color:red;}', 'white space round what parts rules'],
  ['a :focus, b > c { margin: calc(1px + 2px) 0 }', 'a :focus, b > c{margin:calc(1px + 2px) 0}', 'not the white space that says something'],
  ['a { b: c; /* it’s a "text */ d: e; }', 'a{b:c;d:e;}', 'comments, with quotes in them'],
  ['a/* one */b { c: d }', 'a b{c:d}', 'a comment between two words parts them still'],
  [`a::before { content: '  /* { no: comment }  */ '; }`, `a::before{content:'  /* { no: comment }  */ ';}`, 'nothing in a text'],
  ['a { b: ${size * 2}px  ${ odd }; }', 'a{b:${size * 2}px ${ odd };}', 'nothing that is TypeScript'],
])('%j is %j: %3$s', (css, expected) => {
  expect(lean(css)).toBe(expected);
});

it('changes styles alone', () => {
  const code = 'const a = html`<p>  two  </p>`;\nconst b = css`\n  p { color: red; }\n`;';
  expect(leanStyles.transform(code, '/x/web/a.ts')?.code).toBe('const a = html`<p>  two  </p>`;\nconst b = css`p{color:red;}`;');
  expect(leanStyles.transform('const a = html`<p>  two  </p>`;', '/x/web/a.ts')).toBeNull();
});

/** Of a browser's view: what is left of a sheet without its comments and white space. */
const bare = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/\s/gu, '');

it('leaves every rule of every page as it was', () => {
  const web = resolve(import.meta.dirname, '../..');
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((name) => /\/src\/.*\.ts$/u.test(name) && !name.includes('node_modules'));
  const sheets = files.flatMap((name) => [...readFileSync(resolve(web, name), 'utf8').matchAll(/\bcss`([^`]*)`/gu)].map(([, css]) => css!));
  expect(sheets.length).toBeGreaterThan(15);
  for (const css of sheets) expect(bare(lean(css))).toBe(bare(css));
});
