import type { Verdict } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { currentLanguage, t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { phrased } from '../i18n/phrased.js';
import { attributeLabel, attributeValueText, durationText, sceneLabel } from '../i18n/phrases.js';
import { sharedStyles } from '../styles/shared.js';
import { announce, stopAnnouncing } from './announce.js';
import { verdictStyles } from './cc-verdict.styles.js';
import { seenShape, shapes } from './shapes.js';
import { spokenVerdict, verdictFigure, verdictText, verdictWord, wasSeenJustNow } from './wording.js';

/** The next person in the queue must not see what was shown of the last one. */
const kClearAfterMs = 10_000;

/**
 * A verdict that can be read at two metres: word, shape, colour, one line of what to do, the scene's fields.
 * It is spoken and vibrated once, clears itself after 10 seconds and keeps nothing.
 *
 * @tag cc-verdict
 * @fires cc-clear - the verdict was cleared, by time or by hand
 */
export class CcVerdict extends LitElement {
  static override styles = [sharedStyles, verdictStyles];
  static override properties: PropertyDeclarations = {
    verdict: { attribute: false },
    silent: { type: Boolean },
    clockBehindSeconds: { attribute: false },
    clockAheadSeconds: { attribute: false },
    outcome: { type: String, reflect: true },
    checkedSecondsAgo: { state: true },
  };

  /** What is shown; null shows nothing. */
  declare verdict: Verdict | null;
  /** What the page says elsewhere of its clock; without it, the verdict's own lists say. */
  declare clockBehindSeconds: number | undefined;
  /** As the city's answers showed it; 0 where nothing is known. */
  declare clockAheadSeconds: number;
  /** No speech, no vibration. */
  declare silent: boolean;
  /** Reflected for styling; follows `verdict`. */
  declare outcome: Verdict['outcome'] | null;
  declare protected checkedSecondsAgo: number;

  #clearTimer: ReturnType<typeof setTimeout> | undefined;
  #tickTimer: ReturnType<typeof setInterval> | undefined;
  #shownAtMs = 0;

  constructor() {
    super();
    this.verdict = null;
    this.silent = false;
    this.clockAheadSeconds = 0;
    this.outcome = null;
    this.checkedSecondsAgo = 0;
    new LocalizeController(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTimers();
    stopAnnouncing();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('verdict')) return;
    this.outcome = this.verdict?.outcome ?? null;
    this.checkedSecondsAgo = 0;
    this.#stopTimers();
    if (this.verdict) this.#startTimers();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('verdict') || !this.verdict) return;
    if (!this.silent) announce(this.verdict.outcome, spokenVerdict(this.verdict), currentLanguage());
    // The next person is one key away, and a screen reader stands where the news is.
    this.renderRoot.querySelector<HTMLElement>('.next')?.focus({ preventScroll: true });
  }

  /** Takes the verdict from the screen now. */
  clear(): void {
    if (!this.verdict) return;
    this.#stopTimers();
    stopAnnouncing();
    this.verdict = null;
    this.dispatchEvent(new CustomEvent('cc-clear', { bubbles: true, composed: true }));
  }

  override render() {
    const { verdict } = this;
    if (!verdict) return nothing;
    const words = t().verdict;
    const { what, next } = verdictText(verdict);
    const figure = verdictFigure(verdict, Date.now() / 1000, this.clockBehindSeconds, this.clockAheadSeconds);
    const fields = Object.entries(verdict.attributes);
    return html`
      <div class="sheet" part="sheet">
        <div class="news ${verdict.photo ? 'full' : ''}" role="alert">
          <svg class="shape" viewBox="0 0 100 100" aria-hidden="true">${wasSeenJustNow(verdict) ? seenShape : shapes[verdict.outcome]}</svg>
          <h2 class="word" part="word" translate="no">${verdictWord(verdict)}</h2>
          ${what ? html`<p class="what phrased">${phrased(what)}</p>` : nothing}
          ${figure ? html`<p class="figure">${figure}</p>` : nothing}
          <p class="do phrased">${phrased(next)}</p>
          ${verdict.trustFreshness === 'stale' ? html`<p class="stale">${words.staleList}</p>` : nothing}
          ${verdict.statusFreshness === 'stale' && verdict.statusAgeSeconds !== null
            ? html`<p class="stale">${words.staleStatus(durationText(verdict.statusAgeSeconds))}</p>` : nothing}
          ${verdict.outcome === 'valid' ? html`
            <section class="fields" aria-label=${sceneLabel(verdict.scope)}>
              <h3>${sceneLabel(verdict.scope)}</h3>
              ${verdict.photo ? html`
                <img class="photo" alt=${words.paperPhoto} src="data:image/${verdict.photo.format};base64,${verdict.photo.base64}">` : nothing}
              ${fields.length ? html`
                <dl>${fields.map(([name, value]) => html`
                  <div class=${name === 'pseudonym' ? 'minor' : ''}>
                    <dt>${attributeLabel(name)}</dt>
                    <dd translate="no"><bdi>${attributeValueText(name, value)}</bdi></dd>
                  </div>`)}
                </dl>` : html`<p>${words.nothingDisclosed}</p>`}
            </section>` : nothing}
        </div>
        <p class="times small">
          <span>${words.checkedAgo(this.checkedSecondsAgo)}</span>
          ${verdict.shownSecondsAgo !== null && verdict.shownSecondsAgo >= 0 && verdict.outcome === 'valid'
            ? html`<span>${words.shown(durationText(verdict.shownSecondsAgo))}</span>` : nothing}
          ${verdict.fault ? html`<span class="fault" translate="no">${t().common.faultId(verdict.fault)}</span>` : nothing}
        </p>
        <div class="foot"><button class="next" part="next" type="button" @click=${this.clear}>${words.clearNow}</button></div>
      </div>`;
  }

  #startTimers(): void {
    this.#shownAtMs = performance.now();
    this.#clearTimer = setTimeout(() => this.clear(), kClearAfterMs);
    this.#tickTimer = setInterval(() => {
      this.checkedSecondsAgo = Math.floor((performance.now() - this.#shownAtMs) / 1000);
    }, 500);
  }

  #stopTimers(): void {
    clearTimeout(this.#clearTimer);
    clearInterval(this.#tickTimer);
  }
}
