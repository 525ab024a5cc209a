/** The words of signing in at a site: what a phone asks its person, and what the site's own page says meanwhile. */
import type { FaultText, SignInFault } from './common.words.js';

export interface SigninWords {
  readonly faults: Readonly<Record<SignInFault, FaultText>>;

  /** On the phone. */
  readonly asked: {
    readonly title: string;
    /** Against codes and links that somebody passes on: the person looks at the screen that asks. */
    readonly there: string;
    /** Where the phone itself goes back to the site. */
    readonly here: string;
    readonly sentToYou: string;
    readonly siteNeeds: string;
    readonly siteMaySee: string;
    readonly left: (duration: string) => string;
    readonly agree: string;
    readonly answering: string;
    readonly answered: string;
    readonly answeredText: (name: string) => string;
    readonly refused: string;
    readonly refusedText: (name: string) => string;
  };

  /** On the site's page. */
  readonly signIn: {
    readonly begin: string;
    readonly thisDevice: string;
    readonly otherDevice: string;
    readonly scan: string;
    readonly address: string;
    /** What the code is for. */
    readonly image: string;
    readonly opened: string;
    readonly openedText: string;
    readonly comingBack: string;
    readonly done: string;
    readonly again: string;
    readonly refused: FaultText;
    readonly expired: FaultText;
    /** The phone came back to a browser that did not ask. */
    readonly otherBrowser: FaultText;
  };
}
