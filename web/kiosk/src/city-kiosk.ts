import type { Problem } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { faceOf } from '@citycode/elements/cc-rating/faces';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { WakeLock } from '@citycode/elements/wake-lock';
import { t } from '@citycode/elements/words';
import { pageDevice } from '@citycode/verifier/page-device';
import { SceneKeeper } from '@citycode/verifier/scene-keeper';
import { ServiceDesk, type Office } from '@citycode/verifier/service-desk';
import { TerminalStore } from '@citycode/verifier/terminal-store';
import { levels, type LevelNumber } from '@citycode/wasm/ratings';
import { LitElement, html, nothing } from 'lit';
import { kioskStyles } from './city-kiosk.styles.js';

/** Read once; then the next person presses. */
const kThanksMs = 3000;
const kShownLevels: readonly LevelNumber[] = [5, 4, 3, 2, 1];

/** For a device that the office enrolled as a terminal: which service, then five buttons for ever. */
export class CityKiosk extends LitElement {
  static override styles = [sharedStyles, kioskStyles];
  static override properties = {
    page: { type: String, reflect: true },
    office: { state: true },
    item: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  /** Reflected for styling. */
  declare page: 'starting' | 'not-enrolled' | 'no-office' | 'choice' | 'faces' | 'thanks';
  declare protected office: Office | null;
  declare protected item: string;
  declare protected problem: Problem | null;
  declare protected busy: boolean;

  #desk: ServiceDesk | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #awake = new WakeLock();

  constructor() {
    super();
    this.page = 'starting';
    this.office = null;
    this.item = '';
    this.problem = null;
    this.busy = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#awake.release();
  }

  override updated(): void {
    document.title = `${t().kiosk.title} · ${t().common.product}`;
  }

  override render() {
    const name = this.office && (this.page === 'faces' || this.page === 'thanks')
      ? `${localName(this.office.items.find(({ id }) => id === this.item)?.name)} · ${localName(this.office.name)}` : '';
    return html`
      <header>
        <p class="name" translate="no"><bdi>${name}</bdi></p>
        <cc-language></cc-language>
      </header>
      <main>${this.#body()}</main>`;
  }

  #body() {
    const words = t().kiosk;
    switch (this.page) {
      case 'starting':
        return html`<p role="status">${t().common.loading}</p>`;
      case 'not-enrolled':
        return html`<h1>${words.title}</h1><cc-fault .text=${words.notEnrolled}><a class="button first" href="/console/">${words.openScanner}</a></cc-fault>`;
      case 'no-office':
        return html`<h1>${words.title}</h1>${this.#trouble(html`<button class="button first" type="button" @click=${this.#ask}>${t().common.tryAgain}</button>`)}`;
      case 'choice':
        return this.#choice();
      case 'faces':
        return this.#faces();
      case 'thanks':
        return html`<p class="thanks" role="status">${words.thanks}</p>`;
    }
  }

  #choice() {
    const words = t().kiosk;
    return html`
      <h1>${words.title}</h1>
      <fieldset>
        <legend>${words.which}</legend>
        ${this.office!.items.map(({ id, name }) => html`
          <label class="item"><input type="radio" name="item" value=${id} .checked=${id === this.item} @change=${() => { this.item = id; }}><bdi>${localName(name)}</bdi></label>`)}
      </fieldset>
      <button class="button first" type="button" aria-disabled=${this.item ? 'false' : 'true'} @click=${this.#begin}>${words.start}</button>`;
  }

  #faces() {
    const { rating, kiosk } = t();
    return html`
      <h1 class="question">${kiosk.question}</h1>
      <div class="faces" role="group" aria-label=${kiosk.question}>
        ${kShownLevels.map((level) => html`
          <button class="face" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#press(level)}>
            <svg viewBox="0 0 48 48" aria-hidden="true">${faceOf(level)}</svg>
            <span class="number">${level}</span>
            <span class="word">${rating.levels[levels[level]]}</span>
          </button>`)}
      </div>
      ${this.#trouble(nothing)}`;
  }

  #trouble(way: unknown) {
    return this.problem ? html`<cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}>${way}</cc-fault>` : way;
  }

  async #start(): Promise<void> {
    const store = await TerminalStore.open().catch(() => null);
    const keeper = store && new SceneKeeper(store, pageDevice);
    if (keeper) keeper.enrolment = (await store.enrolment()) ?? null;   // its scene keys are the scanner's matter
    if (!store || !keeper?.enrolment) {
      this.page = 'not-enrolled';
      return;
    }
    this.#desk = new ServiceDesk(keeper, store);
    await this.#ask();
  }

  readonly #ask = async (): Promise<void> => {
    this.page = 'starting';
    const answer = await this.#desk!.office({ atOnce: true });
    this.problem = answer.problem ?? null;
    this.office = answer.ok ?? null;
    if (!this.office) {
      this.page = 'no-office';
      return;
    }
    this.item = await this.#desk!.chosen(this.office.items);
    this.page = 'choice';
  };

  readonly #begin = async (): Promise<void> => {
    if (!this.item) return;
    await this.#desk!.choose(this.item);
    this.#awake.hold();
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    this.page = 'faces';
  };

  async #press(level: LevelNumber): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const answer = await this.#desk!.press(this.item, level);
    this.busy = false;
    this.problem = answer.problem ?? null;
    if (answer.problem) return;
    this.page = 'thanks';
    this.#timer = setTimeout(() => { this.page = 'faces'; }, kThanksMs);
  }
}

customElements.define('city-kiosk', CityKiosk);
