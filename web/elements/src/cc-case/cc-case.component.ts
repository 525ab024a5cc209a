import { kMaxRatingTextChars } from '@citycode/wasm/limits';
import { levels } from '@citycode/wasm/ratings';
import { LitElement, html, nothing } from 'lit';
import { cleanText, lengthOf, sentText } from '../cc-rating/opinion.js';
import { textAreaStyles } from '../cc-rating/text-area.styles.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { t } from '../i18n/current.js';
import { sharedStyles } from '../styles/shared.js';
import { caseStyles } from './cc-case.styles.js';
import type { CaseSeen, CaseWords, Written } from './cc-case.types.js';

/**
 * A case, as the one side or the other sees it: what was rated, what is due, what was written, and what can be done. It asks nobody: who
 * shows it sends what is written and brings the case anew.
 *
 * @fires write - `detail` is a Written
 * @fires complex - the office says that it needs more time
 * @fires close - the rater says that it is settled
 */
export class CcCase extends LitElement {
  static override styles = [sharedStyles, textAreaStyles, caseStyles];
  static override properties = {
    case: { attribute: false },
    side: { type: String },
    busy: { type: Boolean },
    text: { state: true },
    lacks: { state: true },
    copied: { state: true },
  };

  declare case: CaseSeen | null;
  declare side: 'office' | 'rater';
  declare busy: boolean;
  declare protected text: string;
  /** Pressed without having written. */
  declare protected lacks: boolean;
  /** What was copied last: 0 the rating's text, else the number of the words; null when nothing was. */
  declare protected copied: { readonly number: number; readonly isDone: boolean } | null;

  constructor() {
    super();
    this.case = null;
    this.side = 'rater';
    this.busy = false;
    this.text = '';
    this.lacks = false;
    this.copied = null;
    new LocalizeController(this);
  }

  /** What was written is in the thread. */
  clear(): void {
    this.text = '';
  }

  override render() {
    const seen = this.case;
    if (!seen) return nothing;
    const { cases: words, rating } = t();
    const isOver = seen.stage.startsWith('closed');
    return html`
      <div class="facts">
        <p class="state">${words.stages[seen.stage]}</p>
        ${isOver ? nothing : seen.overdue ? html`<p class="overdue">${words.overdue(seen.dueDay)}</p>` : html`<p>${words.due(seen.dueDay)}</p>`}
        <p class="soft">${words.raised[seen.raisedTo]} ${seen.complex ? words.complexNow : nothing}</p>
        <p class="soft small">${words.opened(seen.openedDay)} · ${seen.level}: ${rating.levels[levels[seen.level]]}</p>
      </div>
      ${seen.reasons.length === 0 ? nothing : html`
        <div><h2>${words.ticked}</h2><ul>${seen.reasons.map((reason) => html`<li>${rating.reasons[reason]}</li>`)}</ul></div>`}
      ${seen.text ? html`<blockquote class="quote" translate="no"><bdi>${seen.text}</bdi></blockquote>${this.#copy(0, seen.screenedText)}` : nothing}
      <section aria-labelledby="thread">
        <h2 id="thread">${words.thread}</h2>
        ${seen.words.length === 0 ? html`<p class="soft">${words.nothingWritten}</p>` : html`<ol>${seen.words.map((each) => this.#said(each))}</ol>`}
      </section>
      ${isOver ? nothing : this.#answer(seen)}`;
  }

  #said({ number, by, day, text, screenedText }: CaseWords) {
    const { cases: words } = t();
    return html`
      <li class="words ${by === this.side ? 'own' : 'other'}">
        <p><span class="who">${by === 'office' ? words.office : words.person}</span> <span class="soft small">${day}</span></p>
        <p translate="no"><bdi>${text}</bdi></p>
        ${by === 'rater' ? this.#copy(number, screenedText) : nothing}
      </li>`;
  }

  /** What an office publishes of a rater's words has been screened: as they were written nobody copies them by a button. */
  #copy(number: number, screenedText: string) {
    if (this.side !== 'office' || !navigator.clipboard) return nothing;
    const { cases: words } = t();
    const isOfThis = this.copied?.number === number;
    return html`
      <div class="copy">
        <button class="button" type="button" @click=${() => this.#toClipboard(number, screenedText)}>${words.copy}</button>
        <p class="soft small" role="status">${isOfThis ? (this.copied!.isDone ? words.copied : words.notCopied) : nothing}</p>
      </div>`;
  }

  async #toClipboard(number: number, screenedText: string): Promise<void> {
    this.copied = null;
    const isDone = await navigator.clipboard.writeText(screenedText).then(() => true, () => false);
    this.copied = { number, isDone };
  }

  #answer(seen: CaseSeen) {
    const { cases: words, rating } = t();
    const isOffice = this.side === 'office';
    const canDecide = isOffice ? seen.stage !== 'waits-for-rater' : seen.stage === 'waits-for-rater';
    return html`
      <form class="answer" novalidate @submit=${(event: Event) => event.preventDefault()}>
        <label for="text">${isOffice ? words.yourAnswer : words.yourWords}</label>
        <p id="warning" class="soft">${isOffice ? words.officeWarning : words.personWarning}</p>
        <textarea id="text" rows="4" aria-describedby="warning" .value=${this.text} @input=${this.#wrote}></textarea>
        <p class="soft small" aria-hidden="true">${rating.count(lengthOf(this.text), kMaxRatingTextChars)}</p>
        <p role="alert">${this.lacks ? words.write : nothing}</p>
        <div class="ways">
          ${canDecide ? this.#button(isOffice ? words.settled : words.contradict, () => this.#write(true), isOffice) : nothing}
          ${this.#button(words.send, () => this.#write(false), !isOffice)}
          ${isOffice && !seen.complex && seen.stage !== 'waits-for-rater' ? this.#button(words.complex, () => this.dispatchEvent(new Event('complex'))) : nothing}
          ${isOffice ? nothing : this.#button(words.close, () => this.dispatchEvent(new Event('close')))}
        </div>
      </form>`;
  }

  #button(text: string, press: () => void, isFirst = false) {
    return html`<button class="button ${isFirst ? 'first' : ''}" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => { if (!this.busy) press(); }}>${text}</button>`;
  }

  readonly #wrote = (event: Event): void => {
    const area = event.target as HTMLTextAreaElement;
    this.text = cleanText(area.value);
    this.lacks = false;
  };

  #write(decides: boolean): void {
    const text = sentText(this.text);
    this.lacks = text === '';
    if (this.lacks) {
      this.renderRoot.querySelector('textarea')?.focus();
      return;
    }
    this.dispatchEvent(new CustomEvent<Written>('write', { detail: { number: (this.case?.words.length ?? 0) + 1, text, decides } }));
  }
}
