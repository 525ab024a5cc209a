/** The small package of the bench's own tests, with a page that runs what a test gives it, and one phone at a time. */
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { MiniPhone, type HostKind, type PhoneSettings } from './phone.ts';

export const kFixture = join(import.meta.dirname, '../fixture');
export const kProbe = 'pages/probe/index';

let phone: MiniPhone | undefined;

function endLast(): void {
  const last = phone;
  phone = undefined;
  last?.end();
}

afterEach(endLast);

/** Ended by the next one, and at the end of the test: then nobody may have left troubles unread. */
export function start(kind: HostKind, settings: PhoneSettings = {}): MiniPhone {
  endLast();
  return phone = MiniPhone.start(kind, kFixture, settings);
}

/** A phone whose package has the code in it: `say` shows something, `page` is the page that it runs on. */
export function withProbe(code: string, settings: PhoneSettings = {}, kind: HostKind = 'limiting'): MiniPhone {
  return start(kind, { ...settings, files: { 'probe.js': `module.exports = (say, page) => { ${code} };`, ...settings.files } });
}

export function probe(code: string, settings?: PhoneSettings, kind?: HostKind): MiniPhone {
  const made = withProbe(code, settings, kind);
  made.launch({ path: kProbe });
  return made;
}

export async function said(made: MiniPhone): Promise<unknown> {
  return JSON.parse(await made.page().waitFor(() => made.page().text())) as unknown;
}

export async function says(code: string, settings?: PhoneSettings): Promise<unknown> {
  return said(probe(code, settings));
}
