/** The scene whose code is on the screen: which one, its code of each moment, and why there is none. The web app's code page has it, and the mini-program's. */
import type { FaultId } from '@citycode/wasm/types';
import { CodeClock } from './code-clock.js';
import type { Network } from './network.js';
import { bindingOf, type Place } from './place.js';
import { Presenter, type ShownCode } from './presenter.js';
import type { Wallet } from './wallet.js';

/** Passes will mend it. */
export const lacksPasses = (fault: FaultId | null): boolean => fault === 'env/no-passes-left' || fault === 'time/expired';

export interface SceneParts {
  readonly wallet: Wallet;
  readonly network: Pick<Network, 'fetchPasses'>;
  /** In which order a person sees their scenes. */
  readonly order: (scopes: readonly string[]) => string[];
  /** Something lies over the code, or nobody sees it. */
  readonly isCovered: () => boolean;
  /** What is to be shown is different. */
  readonly changed: () => void;
  /** The record of the place is over: never another code in its place without a word. */
  readonly placeEnded: () => void;
}

export class OpenScene {
  scope = '';
  shown: ShownCode | null = null;
  fault: FaultId | null = null;
  /** The venue that codes are for; null for the scene alone. */
  place: Place | null = null;
  #clock: CodeClock | null = null;

  constructor(private readonly parts: SceneParts) {}

  /** The person's scenes; of those, what the place checks. */
  get scopes(): string[] {
    const { place } = this;
    const mine = this.parts.order(this.parts.wallet.device?.scopes ?? []);
    return place ? mine.filter((scope) => place.venue.scopes.includes(scope)) : mine;
  }

  /** The scene of before, or the first, for this place or for none. */
  openFirst(place: Place | null): void {
    this.place = place;
    const { scopes } = this;
    const last = this.parts.wallet.settings.lastScope;
    const scope = last && scopes.includes(last) ? last : scopes[0];
    this.shown = null;   // never a code for somebody else while the next is made
    if (scope || !place) return this.open(scope ?? 'identity');
    this.stop();
    this.scope = place.venue.scopes[0] ?? '';
    this.fault = 'issue/scope-not-for-holder';
    this.parts.changed();
  }

  /** A scene that is opened, also the one that was open, gets a fresh pass. */
  open(scope: string): void {
    const { wallet, network, changed, isCovered } = this.parts;
    const { place } = this;
    this.stop();
    if (scope !== this.scope) this.shown = null;   // never one scene's code under another's name
    this.scope = scope;
    this.fault = null;
    if (!place) void wallet.change({ lastScope: scope });   // a place's choice is not the person's
    let first = true;
    this.#clock = new CodeClock(new Presenter(scope, wallet, place ? bindingOf(place, scope) : null), (outcome) => {
      if (place && place.venue.expiresUnixSeconds <= Date.now() / 1000) return this.#end();
      const isNewFault = !outcome.ok && outcome.fault !== this.fault;
      this.fault = outcome.ok ? null : outcome.fault!;
      // The code before stays on the screen until the new one is drawn, unless there is none to come.
      this.shown = outcome.ok ?? null;
      if ((first && outcome.ok) || (isNewFault && lacksPasses(this.fault))) void network.fetchPasses();   // the rest is the network's rounds
      first = false;
      changed();
    }, isCovered);
    this.#clock.start();
    changed();
  }

  /** Only what has come makes a new code: that a question was answered with no must not lead to the next question. */
  passesCame(): void {
    // With them comes which scenes are the holder's today.
    if (this.scope && !this.scopes.includes(this.scope)) this.openFirst(this.place);
    else if (lacksPasses(this.fault)) this.again();
  }

  again(): void {
    this.#clock?.again();
  }

  /** To be called when the code was covered or uncovered. */
  look(): void {
    this.#clock?.look();
  }

  stop(): void {
    this.#clock?.stop();
    this.#clock = null;
  }

  #end(): void {
    this.stop();
    this.shown = null;
    this.parts.placeEnded();
  }
}
