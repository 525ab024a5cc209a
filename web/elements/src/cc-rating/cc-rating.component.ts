import { kMaxRatingTextChars } from '@citycode/wasm/limits';
import { levels } from '@citycode/wasm/ratings';
import { LitElement, html, nothing } from 'lit';
import { speak, stopAnnouncing } from '../cc-verdict/announce.js';
import { currentLanguage, t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { phrased } from '../i18n/phrased.js';
import { sharedStyles } from '../styles/shared.js';
import { ratingStyles } from './cc-rating.styles.js';
import { faceOf } from './faces.js';
import {
  cleanText, formEntries, kNoOpinion, lengthOf, opensCase, readOpinion, toldLeft, withIndicator, withLevel, withReason, type Opinion,
} from './opinion.js';
import { textAreaStyles } from './text-area.styles.js';
import { indicatorsOf, kReasons, type IndicatorName, type LevelNumber, type ReasonName, type ServiceWay } from './rating-terms.js';

/** The best first: most people are content, and their thumb is done at once. */
const kShownLevels = [5, 4, 3, 2, 1] as const;
const kRatedLevels = [1, 2, 3, 4, 5] as const;

/**
 * How a service was: five levels, and whoever likes says more. The level alone is enough. Takes part in an HTML form: the level
 * under `name`, an indicator under `name.efficiency`, reasons under `name.reason`, the text under `name.text`.
 *
 * @tag cc-rating
 * @fires change - the person said something else; `opinion` has it
 */
export class CcRating extends LitElement {
  static readonly formAssociated = true;
  static override readonly shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [sharedStyles, textAreaStyles, ratingStyles];
  static override properties = {
    name: { type: String, reflect: true },
    way: { type: String },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    elder: { type: Boolean, reflect: true },
    brief: { type: Boolean },
    opinion: { attribute: false },
    isFull: { state: true },
    isOff: { state: true },
  };

  /** The name of its value in a form. */
  declare name: string;
  /** How the service was given: what is asked beside the level differs. */
  declare way: ServiceWay;
  /** A form is not sent before a level was chosen. */
  declare required: boolean;
  /** Nothing can be chosen, and a form sends nothing of it. */
  declare disabled: boolean;
  /** Large letters, little at once, and what is chosen is read aloud. */
  declare elder: boolean;
  /** The levels alone: more is said elsewhere. */
  declare brief: boolean;
  /** What the person said so far. */
  declare opinion: Opinion;
  /** The last thing that was written did not fit. */
  declare protected isFull: boolean;
  /** By its own attribute or by the fieldset that it stands in: an attribute of its own would outlast the fieldset's. */
  declare protected isOff: boolean;

  readonly #internals = this.attachInternals();
  #isComposing = false;

  constructor() {
    super();
    this.name = 'rating';
    this.way = 'on-site';
    this.required = false;
    this.disabled = false;
    this.elder = false;
    this.brief = false;
    this.opinion = kNoOpinion;
    this.isFull = false;
    this.isOff = false;
    new LocalizeController(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    stopAnnouncing();
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null { return this.#internals.form; }
  /** As of every input of a form. */
  get validity(): ValidityState { return this.#internals.validity; }
  /** What the browser says when it is not valid. */
  get validationMessage(): string { return this.#internals.validationMessage; }
  /** Whether a form looks at its validity. */
  get willValidate(): boolean { return this.#internals.willValidate; }
  /** False when it is not valid; fires `invalid` then. */
  checkValidity(): boolean { return this.#internals.checkValidity(); }
  /** The same, and tells the person. */
  reportValidity(): boolean { return this.#internals.reportValidity(); }

  formResetCallback(): void {
    this.opinion = kNoOpinion;
    this.isFull = false;
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.isOff = isDisabled;
  }

  /** The person came back, or the browser fills in what was there. */
  formStateRestoreCallback(state: unknown): void {
    if (typeof state !== 'string') return;
    try {
      this.opinion = readOpinion(JSON.parse(state), this.way);
    } catch {
      this.opinion = kNoOpinion;   // not ours
    }
  }

  override updated(): void {
    const sent = new FormData();
    for (const [name, value] of formEntries(this.name, this.opinion)) sent.append(name, value);
    this.#internals.setFormValue(this.opinion.level === null ? null : sent, JSON.stringify(this.opinion));
    this.#judge();
  }

  override render() {
    const words = t().rating;
    const { level } = this.opinion;
    return html`
      <fieldset class="levels" part="levels" ?disabled=${this.isOff} role="radiogroup" aria-required=${this.required ? 'true' : 'false'}>
        <legend>${words.levelTitle}</legend>
        ${kShownLevels.map((each) => html`
          <label class="level ${each === level ? 'chosen' : ''}">
            <input type="radio" name="level" value=${each} .checked=${each === level} @change=${() => this.#choose(each)}>
            <svg viewBox="0 0 48 48" aria-hidden="true">${faceOf(each)}</svg>
            <span class="number">${each}</span>
            <span class="word">${words.levels[levels[each]]}</span>
          </label>`)}
      </fieldset>
      ${level === null || this.brief ? nothing : this.#more()}`;
  }

  #more() {
    const words = t().rating;
    return html`
      ${opensCase(this.opinion.level) ? this.#reasons() : nothing}
      <details part="more" ?open=${!this.elder}>
        <summary>${words.more}</summary>
        <div class="inner">
          ${indicatorsOf(this.way).map((name) => this.#indicator(name))}
          ${this.#text()}
        </div>
      </details>`;
  }

  #reasons() {
    const words = t().rating;
    return html`
      <fieldset class="reasons" ?disabled=${this.isOff}>
        <legend>${words.reasonsTitle}</legend>
        ${kReasons.map((reason) => html`
          <label class="reason"><input type="checkbox" .checked=${this.opinion.reasons.includes(reason)}
            @change=${(event: Event) => this.#tick(reason, (event.target as HTMLInputElement).checked)}><span>${words.reasons[reason]}</span></label>`)}
      </fieldset>`;
  }

  #indicator(name: IndicatorName) {
    const words = t().rating;
    const rated = this.opinion.indicators[name] ?? null;
    return html`
      <fieldset class="indicator" ?disabled=${this.isOff} role="radiogroup">
        <legend>${words.indicators[name]}</legend>
        ${kRatedLevels.map((each) => html`
          <label class="small-level ${each === rated ? 'chosen' : ''}">
            <input type="radio" name=${name} value=${each} .checked=${each === rated} aria-label="${each}: ${words.levels[levels[each]]}"
                   @change=${() => this.#change(withIndicator(this.opinion, name, each))}>
            <svg viewBox="0 0 48 48" aria-hidden="true">${faceOf(each)}</svg>
            <span class="number" aria-hidden="true">${each}</span>
          </label>`)}
        <p class="said small" aria-hidden="true">${rated === null ? nothing : words.levels[levels[rated]]}</p>
        <button class="clear button quiet" type="button" ?hidden=${rated === null} aria-label=${words.clearOne(words.indicators[name])}
                @click=${() => this.#change(withIndicator(this.opinion, name, null))}>${words.clear}</button>
      </fieldset>`;
  }

  #text() {
    const words = t().rating;
    const { text } = this.opinion;
    const told = toldLeft(text);
    return html`
      <div class="text">
        <label for="text">${words.textLabel}</label>
        <p id="warning" class="phrased">${phrased(words.textWarning)}</p>
        <textarea id="text" rows="3" aria-describedby="warning" ?disabled=${this.isOff} .value=${text}
                  @compositionstart=${() => { this.#isComposing = true; }} @compositionend=${this.#composed} @input=${this.#wrote}></textarea>
        <p class="count small" aria-hidden="true">${this.isFull ? `${words.full} ` : nothing}${words.count(lengthOf(text), kMaxRatingTextChars)}</p>
        <p class="visually-hidden" role="status">${this.isFull ? words.full : told === null ? nothing : words.left(told)}</p>
      </div>`;
  }

  readonly #composed = (event: Event): void => {
    this.#isComposing = false;
    this.#wrote(event);
  };

  /** While somebody composes signs, the browser alone changes the text. */
  readonly #wrote = (event: Event): void => {
    if (this.#isComposing) return;
    const area = event.target as HTMLTextAreaElement;
    const text = cleanText(area.value);
    this.isFull = lengthOf(text) === kMaxRatingTextChars && lengthOf(area.value) > kMaxRatingTextChars;
    if (area.value !== text) {
      const at = Math.max(0, (area.selectionEnd ?? 0) - (area.value.length - text.length));
      area.value = text;
      area.setSelectionRange(at, at);
    }
    this.#change({ ...this.opinion, text });
  };

  #choose(level: LevelNumber): void {
    this.#change(withLevel(this.opinion, level));
    if (this.elder) speak(t().rating.levels[levels[level]], currentLanguage());
  }

  #tick(reason: ReasonName, isTicked: boolean): void {
    this.#change(withReason(this.opinion, reason, isTicked));
    if (this.elder && isTicked) speak(t().rating.reasons[reason], currentLanguage());
  }

  #change(opinion: Opinion): void {
    this.opinion = opinion;
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #judge(): void {
    const lacks = this.required && this.opinion.level === null;
    const first = this.renderRoot.querySelector<HTMLElement>('input');
    if (lacks && first) this.#internals.setValidity({ valueMissing: true }, t().rating.choose, first);
    else this.#internals.setValidity({});
  }
}
