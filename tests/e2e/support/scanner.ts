/** The member of staff with the scanner: page B. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { SceneName } from './citizen.ts';
import type { CityServer } from '../../support/city-server.ts';
import { wordsOf, type Catalogue, type LanguageTag } from '../../support/words.ts';

/** Inside the window, and what a finger meets at its middle and near its edges is the thing itself. */
export async function expectInSight(thing: Locator): Promise<void> {
  const hidden = await thing.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y, insetPx] = [(left + right) / 2, (top + bottom) / 2, 3];
    const root = element.getRootNode() as Document | ShadowRoot;
    const points = [[x, y], [x, top + insetPx], [x, bottom - insetPx], [left + insetPx, y], [right - insetPx, y]] as const;
    return points.filter(([px, py]) => px < 0 || py < 0 || px > innerWidth || py > innerHeight || !element.contains(root.elementFromPoint(px, py)));
  });
  expect(hidden, `points of ${String(thing)} in ${JSON.stringify(thing.page().viewportSize())} that are covered or outside`).toEqual([]);
}

type Outcome = 'valid' | 'invalid' | 'undecided';

export class Scanner {
  readonly words: Catalogue;

  constructor(readonly page: Page, private readonly city: CityServer, language: LanguageTag) {
    this.words = wordsOf(language);
  }

  /** As the demo's landing page opens it: the scanner becomes a terminal for every scene. */
  async open(): Promise<void> {
    await this.page.goto(`${this.city.origin}/console/#demo`);
  }

  /** The scanner of one of the demo's places. */
  async openAt(venueId: string): Promise<void> {
    await this.page.goto(`${this.city.origin}/console/#demo=${venueId}`);
  }

  /** As somebody opens it whom no operator has given a code. */
  async openUnenrolled(): Promise<void> {
    await this.page.goto(`${this.city.origin}/console/`);
  }

  async openWithCode(code: string): Promise<void> {
    await this.page.goto(`${this.city.origin}/scan#enrol=${code}`);
  }

  async enterTerminalCode(code: string): Promise<void> {
    await this.page.getByLabel(this.words.console.enrolLabel).fill(code);
    await this.page.getByRole('button', { name: this.words.console.enrolButton }).click();
  }

  /** Everything that the page says, inside components too. */
  async wordsOn(): Promise<string> {
    return this.page.evaluate(() => {
      const collect = (node: Node): string => {
        if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
        const inside = node instanceof Element && node.shadowRoot ? collect(node.shadowRoot) : '';
        const own = node.nodeType === Node.TEXT_NODE ? `${node.textContent ?? ''} ` : '';
        const attributes = node instanceof Element ? node.getAttributeNames().map((name) => node.getAttribute(name)).join(' ') : '';
        return `${own}${attributes}${inside}${[...node.childNodes].map(collect).join('')}`;
      };
      return collect(document);
    });
  }

  async expectNothingElseOf(person: readonly string[]): Promise<void> {
    const words = await this.wordsOn();
    for (const secret of person) expect(words, `the scanner's page says ${secret}`).not.toContain(secret);
  }

  async setUp(scene: SceneName, venue = ''): Promise<void> {
    await this.scene(scene).check();
    if (venue) await this.page.getByLabel(this.words.console.venueLabel).fill(venue);
    await this.page.getByRole('button', { name: this.words.console.start }).click();
  }

  /** The choice's name goes on with what the scene sees. */
  scene(scene: SceneName): Locator {
    return this.page.getByRole('radio', { name: new RegExp(`^${this.words.scenes[scene]}`) });
  }

  verdict(): Locator {
    return this.page.locator('cc-verdict');
  }

  /** The word that is read at two metres. */
  word(): Locator {
    return this.verdict().getByRole('heading', { level: 2 });
  }

  async expectOutcome(outcome: Outcome): Promise<void> {
    await expect(this.word()).toHaveText(this.words.verdict[outcome]);
  }

  async expectFault(fault: keyof Catalogue['faults']): Promise<void> {
    await expect(this.verdict()).toContainText(this.words.common.faultId(fault));
    await expect(this.verdict()).toContainText(this.words.faults[fault]!.what);
  }

  /** What stands in the camera's place, or beside it: a sentence, what to do, the fault's id. */
  async expectProblem(fault: keyof Catalogue['faults']): Promise<void> {
    const told = this.page.locator('cc-fault').filter({ hasText: this.words.common.faultId(fault) }).first();
    await expect(told).toContainText(this.words.faults[fault]!.what);
  }

  /** Label and value of each field on the verdict, in order. */
  async fields(): Promise<Record<string, string>> {
    const labels = await this.verdict().getByRole('term').allTextContents();
    const values = await this.verdict().getByRole('definition').allTextContents();
    return Object.fromEntries(labels.map((label, i) => [label.trim(), values[i]?.trim() ?? '']));
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.verdict.clearNow }).click();
  }

  /** The way on and the way round every code: whole on the screen, and nothing lies over them. */
  async expectWaysOnInSight(): Promise<void> {
    for (const name of [this.words.verdict.clearNow, this.words.console.emergency]) await expectInSight(this.page.getByRole('button', { name }));
  }

  fault(): Locator {
    return this.page.getByRole('alert');
  }

  async choosePicture(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByLabel(this.words.scanner.choosePicture).setInputFiles(file);
  }
}
