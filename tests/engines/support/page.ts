/** A page as a person meets it: the same in every engine. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import { boxOf, bringEyes, wordsIn, type Box, type Wanted } from './in-page.ts';
import type { Engine, Tab } from './tab.ts';

/** A machine of two cores under load. */
export const kPatienceMs = 60_000;
const kLookEveryMs = 50;
const kEvidenceFolder = resolve(import.meta.dirname, '../../../build/engines');

/** A page that goes to another address by itself takes the question with it: it is asked of the next one. */
function nothingWhileItLeaves(cause: unknown): null {
  if (cause instanceof Error && /context was destroyed|navigat|detached|no such (?:frame|window|execution context)|realm/iu.test(cause.message)) return null;
  throw cause;
}

export class Page {
  private constructor(readonly tab: Tab) {}

  /** On a device of its own. */
  static async open(engine: Engine, ...before: readonly (() => void)[]): Promise<Page> {
    return new Page(await engine.open([bringEyes, ...before]));
  }

  async waitFor<Answer>(what: string, ask: () => Promise<Answer>, patienceMs = kPatienceMs): Promise<NonNullable<Answer>> {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const answer = await ask().catch(nothingWhileItLeaves);
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      if (Date.now() > deadlineMs) throw new Error(`no ${what} within ${patienceMs / 1000} s: ${await this.#evidence()}`);
      await setTimeout(kLookEveryMs);
    }
  }

  async press(wanted: Wanted): Promise<void> {
    const { left, top, width, height } = await this.find(wanted);
    await this.tab.pressAt(left + width / 2, top + height / 2);
  }

  async type(wanted: Wanted, text: string): Promise<void> {
    await this.press(wanted);
    await this.tab.type(text);
  }

  /** In view, and nothing lies over it. */
  find(wanted: Wanted): Promise<Box> {
    return this.waitFor(`${wanted.role} "${wanted.name}"`, () => this.tab.evaluate(boxOf, wanted));
  }

  /** A photograph of the screen, cut to the thing. */
  async pictureOf(wanted: Wanted): Promise<Buffer> {
    const { box, screen } = await this.waitFor(`${wanted.role} "${wanted.name}" that stands still`, async () => {
      const box = await this.find(wanted);
      const screen = await this.tab.picture();
      return isDeepStrictEqual(await this.tab.evaluate(boxOf, wanted), box) ? { box, screen } : null;
    });
    return sharp(screen)
      .extract({ left: Math.round(box.left), top: Math.round(box.top), width: Math.round(box.width), height: Math.round(box.height) })
      .png()
      .toBuffer();
  }

  /** What stands in the element that the last selector finds inside of those before it; null while it is not there. */
  words(...path: readonly string[]): Promise<string | null> {
    return this.tab.evaluate(wordsIn, path);
  }

  /** What a person would see, for whoever reads of a failure. */
  async #evidence(): Promise<string> {
    await mkdir(kEvidenceFolder, { recursive: true });
    const path = join(kEvidenceFolder, `${randomUUID()}.png`);
    await writeFile(path, await this.tab.picture());
    return `see ${path}; the page says: ${await this.words('body')}`;
  }

  async expectWords(words: string, ...path: readonly string[]): Promise<void> {
    await this.waitFor(`"${words}" in ${path.join(' ')}`, async () => (await this.words(...path))?.includes(words));
  }
}
