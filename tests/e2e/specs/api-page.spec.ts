/** /api/: the described API for people who write programs. No script, in English, and all of the document. */
import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, kDesktopSizePx, kPhoneSizePx, test } from '../support/fixtures.ts';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly summary: string; readonly responses: object }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const described = JSON.parse(await readFile(resolve(import.meta.dirname, '../../../server/openapi.json'), 'utf8')) as Described;
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

test('shows every route with its answers, and every schema, without a script', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.resourceType()} ${new URL(request.url()).origin}`));
  await page.goto(`${city.origin}/api/`);
  const shown = await page.locator('details').evaluateAll((all) => all.map((one) =>
    [one.querySelector('div')?.id, one.querySelector('summary')?.textContent, [...one.querySelectorAll('dt')].map((dt) => dt.textContent)]));
  const routes = Object.entries(described.paths).flatMap(([path, item]) => Object.entries(item).map(([method, { operationId, summary, responses }]) =>
    [operationId, `${method.toUpperCase()} ${path} ${summary.replaceAll('`', '')}`, Object.keys(responses)]));
  expect(shown.filter(([id]) => !String(id).startsWith('schema-')).sort()).toEqual(routes.sort());
  expect(shown.filter(([id]) => String(id).startsWith('schema-')).map(([, name]) => name)).toEqual(Object.keys(described.components.schemas));
  expect(asked.filter((each) => /^(script|fetch|xhr|font)/.test(each) || !each.endsWith(` ${city.origin}`))).toEqual([]);
});

test('opens what a link leads to, and leads to the document', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  await page.goto(`${city.origin}/api/#issuePasses`);
  const route = page.locator('#issuePasses');
  await expect(route).toBeVisible();
  await route.getByRole('link', { name: 'AskForPasses' }).click();
  await expect(page.locator('#schema-AskForPasses')).toBeVisible();
  for (const id of await page.locator('a[href^="#"]').evaluateAll((links: HTMLAnchorElement[]) => [...new Set(links.map(({ hash }) => hash.slice(1)))])) {
    await expect(page.locator(`[id="${id}"]`), id).toHaveCount(1);
  }
  await page.getByRole('link', { name: '/v1/openapi.json' }).click();
  expect(JSON.parse(await page.locator('body').innerText())).toEqual(described);
});

for (const [colours, sizePx] of [['light', kPhoneSizePx], ['dark', kDesktopSizePx], ['light', { width: 320, height: 568 }]] as const) {
  test(`no violations and nothing beside the screen, ${colours}, ${sizePx.width} px`, async ({ city, openContext }) => {
    const page = await (await openContext({ colours, sizePx })).newPage();
    await page.goto(`${city.origin}/api/`);
    await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => all.slice(0, 12).concat(all.slice(-12)).forEach((one) => { one.open = true; }));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).withTags(kTags).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`)).toEqual([]);
  });
}
