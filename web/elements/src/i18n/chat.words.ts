/** What only the mini-program of a chat app says, web/miniprogram. */
import type { FaultText } from './common.words.js';

export interface ChatWords {
  readonly chat: {
    /** This chat app, or this version of it, cannot run the program: the address is where a browser can. */
    readonly noModule: FaultText;
    readonly oldApp: FaultText;
    readonly otherCity: FaultText;
    readonly notOurs: FaultText;
    readonly cameraDenied: FaultText;
    readonly address: string;
    readonly copyAddress: string;
    readonly openSettings: string;
    readonly scan: string;
    readonly scanHint: string;
    readonly rate: string;
    readonly sameCode: string;
    readonly goBack: (site: string) => string;
  };
}
