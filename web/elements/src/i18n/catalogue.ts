/** All that a language says, in parts: a page loads those that it needs, in one language. */
import type { CasesWords } from './cases.words.js';
import type { ChatWords } from './chat.words.js';
import type { CommonWords, FaultTable, Subject } from './common.words.js';
import type { FrameWords } from './frame.words.js';
import type { HolderWords } from './holder.words.js';
import type { ListsWords } from './lists.words.js';
import type { OperatorWords } from './operator.words.js';
import type { RatingWords } from './rating.words.js';
import type { ServiceWords } from './service.words.js';
import type { SigninWords } from './signin.words.js';
import type { SitesWords } from './sites.words.js';
import type { StaffWords } from './staff.words.js';
import type { TerminalWords } from './terminal.words.js';

/** Each part is a file in each language's folder. The faults of a part are for the people who read it: its audience. */
export interface Parts {
  readonly common: CommonWords;
  readonly holder: HolderWords;
  readonly staff: StaffWords;
  readonly terminal: TerminalWords;
  readonly lists: ListsWords;
  readonly operator: OperatorWords;
  readonly signin: SigninWords;
  readonly sites: SitesWords;
  readonly rating: RatingWords;
  readonly service: ServiceWords;
  readonly cases: CasesWords;
  readonly frame: FrameWords;
  readonly chat: ChatWords;
}

/** What a page asks for beside `common`. */
export type Part = Exclude<keyof Parts, 'common'>;

type Sections<P> = Omit<P, 'faults' | 'about'>;

/** The parts of a page as one. A section is there when the page's parts have it (web/scripts/check-words.mjs looks). */
export interface Catalogue extends Sections<CommonWords>, Sections<HolderWords>, Sections<StaffWords>, Sections<TerminalWords>, Sections<ListsWords>, Sections<OperatorWords>, Sections<SitesWords>,
  Sections<RatingWords>, Sections<ServiceWords>, Sections<SigninWords>, Sections<CasesWords>, Sections<FrameWords>, Sections<ChatWords> {
  readonly language: string;
  /** For the page's audience. */
  readonly faults: FaultTable;
  readonly about: Readonly<Partial<Record<Subject, FaultTable>>>;
}

interface Tables {
  readonly faults?: FaultTable;
  readonly about?: Readonly<Partial<Record<Subject, FaultTable>>>;
}

/** A later part's faults stand before an earlier one's: the last part is the page's audience. */
export function merged(language: string, parts: readonly (Parts[keyof Parts])[]): Catalogue {
  const tables = parts as readonly object[] as readonly Tables[];   // not every part has them
  const about: Partial<Record<Subject, FaultTable>> = {};
  for (const part of tables) {
    for (const [subject, table] of Object.entries(part.about ?? {}) as [Subject, FaultTable][]) about[subject] = { ...about[subject], ...table };
  }
  return Object.assign({}, ...parts, { language, faults: Object.assign({}, ...tables.map(({ faults }) => faults)) as FaultTable, about }) as Catalogue;
}
