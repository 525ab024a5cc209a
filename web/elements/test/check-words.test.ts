import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { checkWords } from '../../scripts/check-words.mjs';

const good: Readonly<Record<string, string>> = {
  'common.words.ts': 'export interface CommonWords { readonly faults: object; readonly common: { readonly back: string; readonly yes: string } }',
  'staff.words.ts': 'export interface StaffWords { readonly verdict: { readonly valid: string; readonly invalid: string } }',
  'words.ts': `import type { CommonWords } from './common.words.js';\nimport type { StaffWords } from './staff.words.js';\nexport declare function t(): CommonWords & StaffWords;`,
  'boot.ts': 'export declare function boot(tag: string, parts: readonly string[], load: () => unknown): void;',
  'index.ts': `export { verdict } from './verdict.js';\nexport { back } from './back.js';`,
  'verdict.ts': `import { t } from './words.js';\nexport const verdict = (outcome: 'valid' | 'invalid'): string => t().verdict[outcome];`,
  'back.ts': `import { t } from './words.js';\nexport const back = (): string => { const { yes } = t().common; return yes + t().common.back; };`,
  'scanner.ts': `import { verdict } from './index.js';\nexport const page = verdict('valid');`,
  'phone.ts': `import { back } from './index.js';\nexport const page = back();`,
  'main.ts': `import { boot } from './boot.js';\nboot('the-scanner', ['staff'], () => import('./scanner.js'));\nboot('the-phone', [], () => import('./phone.js'));`,
};

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function wrongIn(changed: Readonly<Record<string, string>>): readonly string[] {
  folder = mkdtempSync(join(tmpdir(), 'citycode-words-'));
  for (const [name, text] of Object.entries({ ...good, ...changed })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return checkWords([folder], { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true, types: [], noLib: true });
}

// A compiler reads the files: on a busy machine that takes its time.
describe('the check of words', { timeout: 120_000 }, () => {
  it('has nothing to say of words that are all said, by pages that load them', () => {
    expect(wrongIn({})).toEqual([]);
  });

  it('finds a word that nothing says', () => {
    const left = `import { t } from './words.js';\nexport const back = (): string => t().common.back;`;
    expect(wrongIn({ 'back.ts': left })).toEqual([expect.stringContaining("nothing says 'common.yes'")]);
  });

  it('finds a page that says words of a part that it does not load, through a barrel too', () => {
    const main = good['main.ts']!.replace("['staff']", '[]');
    expect(wrongIn({ 'main.ts': main })).toEqual([expect.stringMatching(/^the-scanner: .*verdict\.ts says words of 'staff'/u)]);
  });

  it('lets a page say what it loads later', () => {
    const later = good['main.ts']!.replace("['staff'], () => import('./scanner.js')", "[], () => import('./scanner.js'), ['staff']");
    expect(later).not.toBe(good['main.ts']);
    expect(wrongIn({ 'boot.ts': good['boot.ts']!.replace('unknown)', 'unknown, later?: readonly string[])'), 'main.ts': later })).toEqual([]);
  });

  it('does not let a page be left out', () => {
    const main = good['main.ts']!.replace("['staff']", 'parts').replace('boot(', "const parts = ['staff'];\nboot(");
    expect(wrongIn({ 'main.ts': main })).toEqual([expect.stringContaining("'the-scanner' cannot be read")]);
  });
});
