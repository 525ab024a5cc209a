/** What a page sees of each element: attributes and properties with their units, events, methods. Types alone. */
import type { VerifierState } from '@citycode/verifier/api';
import type { FaultId, ScanAnswer, Verdict } from '@citycode/wasm/types';

export type { Age, Store, VerifierProblem, VerifierState } from '@citycode/verifier/api';
export type { Attributes, AttributeValue, FaultId, FoundSymbol, ScanAnswer, Verdict } from '@citycode/wasm/types';

export interface FaultDetail {
  readonly fault: FaultId;
}

export interface VerdictDetail {
  readonly verdict: Verdict;
  readonly source: 'camera' | 'picture';
}

export interface SymbolsDetail {
  readonly answer: ScanAnswer;
  readonly source: 'camera' | 'picture';
}

/** Of elements that take part in a form, as of every input. */
export interface FormPart {
  name: string;
  required: boolean;
  disabled: boolean;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

export interface CcCode extends HTMLElement {
  /** What the symbol says; '' draws nothing. */
  text: string;
  /** The scene's name in the page's language, for those who cannot see the code. */
  scene: string;
  /** Error correction: 7, 15, 25 or 30 percent of the symbol may be lost. `M` when left out. */
  level: 'L' | 'M' | 'Q' | 'H';
  /** A thin ring that shows when the next code comes: every 5 seconds of the clock. */
  ring: boolean;
}

export interface CcScanner extends HTMLElement, FormPart {
  city: string;
  scene: string;
  venue: string;
  rootKey: string;
  keep: 'browser' | 'memory';
  /** In place of the camera. A stream is the page's own and is not ended here. */
  source: MediaStream | HTMLCanvasElement | HTMLVideoElement | null;
  /** Set after a verdict; `resume()` clears it. */
  paused: boolean;
  readonly value: string;
  readonly state: VerifierState | null;
  /** Looks for codes again after a verdict. */
  resume(): void;
}

export interface CcVerdict extends HTMLElement {
  /** The id of a `<cc-scanner>`, whose verdicts are shown and which looks on when one is cleared. */
  htmlFor: string;
  verdict: Verdict | null;
  /** No speech, no vibration. */
  silent: boolean;
  /** Seconds by which this device's clock is known to be behind; what the verdict's own lists show when left out. */
  clockBehindSeconds: number | undefined;
  /** Seconds by which it is ahead. */
  clockAheadSeconds: number;
  /** As an attribute, for styling. */
  readonly outcome: Verdict['outcome'] | null;
  /** Takes the verdict from the screen now. */
  clear(): void;
}

export type RatingLevel = 1 | 2 | 3 | 4 | 5;

/** What a person said of a service. */
export interface Opinion {
  /** 5 is the best; null while nobody chose. */
  readonly level: RatingLevel | null;
  readonly indicators: Readonly<Partial<Record<string, RatingLevel>>>;
  /** Of a level of 1 or 2 only. */
  readonly reasons: readonly string[];
  /** One line of at most 500 characters. */
  readonly text: string;
}

export interface CcRating extends HTMLElement, FormPart {
  /** How the service was given: what is asked beside the level differs. */
  way: 'on-site' | 'online' | 'telephone';
  /** Large letters, little at once, and what is chosen is read aloud. */
  elder: boolean;
  /** The levels alone: more is said elsewhere. */
  brief: boolean;
  opinion: Opinion;
}

declare global {
  /** They bubble, out of shadow trees too. */
  interface HTMLElementEventMap {
    'cc-fault': CustomEvent<FaultDetail>;
    'cc-verdict': CustomEvent<VerdictDetail>;
    'cc-symbols': CustomEvent<SymbolsDetail>;
    'cc-clear': CustomEvent<null>;
    'cc-state': Event;
  }
  interface HTMLElementTagNameMap {
    'cc-code': CcCode;
    'cc-scanner': CcScanner;
    'cc-verdict': CcVerdict;
    'cc-rating': CcRating;
  }
}

export interface SignInDetail {
  readonly state: 'signed-in' | 'refused' | 'expired' | 'failed';
  /** What the page's own server tells of whoever signed in; else null. */
  readonly result: unknown;
}

export interface CcSignIn extends HTMLElement {
  /** Where the page's own server starts a sign-in, and tells under `…/state` how it stands. */
  src: string;
}
