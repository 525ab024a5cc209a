import type { Problem } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import { groupTyped, readTyped, type TypedCode } from '@citycode/elements/enrolment-code';
import { groupWhileTyping } from '@citycode/elements/enrolment-field';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { named } from '@citycode/elements/named';
import { phrased } from '@citycode/elements/phrased';
import { clockDetail } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, css, html, nothing } from 'lit';

/**
 * The first page on a new phone: one field for the code from the counter.
 *
 * @fires enrol - `detail.code`: a whole code was entered
 */
export class EnrolPage extends LitElement {
  static override properties = {
    code: { type: String },
    problem: { attribute: false },
    busy: { type: String },
    demo: { type: Boolean },
    removed: { type: Boolean },
    asks: { type: String },
    typed: { state: true },
    mistake: { state: true },
  };

  /** Filled in beforehand, from a link. */
  declare code: string;
  declare problem: Problem | null;
  /** '' or what is being done. */
  declare busy: '' | 'enrolling' | 'fetching';
  declare demo: boolean;
  /** The code was removed a moment ago. */
  declare removed: boolean;
  /** The place or site that waits for an answer, or ''. */
  declare asks: string;
  declare protected typed: string;
  declare protected mistake: Exclude<TypedCode, { kind: 'code' }> | null;

  constructor() {
    super();
    this.code = '';
    this.problem = null;
    this.busy = '';
    this.demo = false;
    this.removed = false;
    this.asks = '';
    this.typed = '';
    this.mistake = null;
    new LocalizeController(this);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('code') && this.code) this.typed = groupTyped(this.code);
  }

  override render() {
    const words = t().app;
    const mistake = this.#mistakeText();
    return html`
      <main>
        ${this.removed ? html`<p class="notice" role="status">${words.removed}</p>` : nothing}
        ${mistake ? html`
          <section class="summary" role="alert" tabindex="-1" aria-labelledby="summary-title">
            <h2 id="summary-title">${t().enrol.errorTitle}</h2>
            <p><a href="#code" @click=${this.#focusField}>${mistake}</a></p>
          </section>` : nothing}
        ${this.problem && !this.busy && !mistake ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.fault === 'internal/bug' ? this.problem.requestId : ''}
                    .detail=${clockDetail(this.problem)} .pressAgainAtMs=${this.problem.pressAgainAtMs}></cc-fault>` : nothing}
        <h1>${t().enrol.title}</h1>
        <p class="lead phrased">${phrased(words.enrolLead)}</p>
        ${this.asks ? html`<p>${named(words.enrolThen, this.asks)}</p>` : nothing}
        <form novalidate @submit=${this.#submit}>
          <label for="code">${words.enrolLabel}</label>
          <p class="hint" id="hint" translate="no">${t().enrol.hint}</p>
          ${mistake ? html`<p class="mistake" id="mistake">${mistake}</p>` : nothing}
          <input id="code" name="code" type="text" translate="no" inputmode="text" autocomplete="one-time-code" autocapitalize="characters"
                 autocorrect="off" spellcheck="false" enterkeyhint="go" .value=${this.typed} ?readonly=${this.busy !== ''}
                 aria-describedby=${mistake ? 'hint mistake' : 'hint'} aria-invalid=${mistake ? 'true' : 'false'} @input=${this.#input}>
          <button class="button first" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy === 'enrolling' ? words.enrolling : this.busy === 'fetching' ? words.fetchingPasses : words.enrolButton}
          </button>
        </form>
        <p class="progress" role="status">${this.busy ? html`<span class="bar"></span>` : nothing}</p>
        ${this.demo ? html`<p><a class="link" href="/">${words.demoLink}</a></p>` : html`<p class="soft">${words.enrolWhere}</p>`}
      </main>`;
  }

  #mistakeText(): string {
    const words = t().enrol;
    switch (this.mistake?.kind) {
      case 'empty': return words.empty;
      case 'length': return words.length(this.mistake.count);
      case 'characters': return words.characters(this.mistake.characters);
      case undefined: return '';
    }
  }

  #input(event: InputEvent): void {
    if (groupWhileTyping(event)) this.typed = (event.target as HTMLInputElement).value;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const read = readTyped(this.renderRoot.querySelector('input')!.value);
    this.mistake = read.kind === 'code' ? null : read;
    if (read.kind === 'code') {
      this.dispatchEvent(new CustomEvent('enrol', { detail: { code: read.code } }));
      return;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.summary')?.focus();
  }

  #focusField(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector('input')?.focus();
  }

  static override styles = [sharedStyles, css`
    main {
      display: grid;
      gap: var(--cc-space-4);
      max-width: 34rem;
      margin: 0 auto;
      padding: var(--cc-space-4) var(--cc-space-4) var(--cc-space-12);
    }
    h1 { font-size: var(--cc-text-title); margin-top: var(--cc-space-4); }
    .lead { font-size: 1.125rem; }
    form { display: grid; gap: var(--cc-space-2); }
    label { font-weight: 700; font-size: 1.125rem; }
    .hint { color: var(--cc-ink-soft); }
    .mistake { font-weight: 700; color: var(--cc-plum); }
    input {
      width: 100%;
      min-height: 60px;
      padding: var(--cc-space-2) var(--cc-space-4);
      border: 2px solid var(--cc-line-strong);
      border-radius: var(--cc-corner);
      background: var(--cc-card);
      font: 600 clamp(1.25rem, 6vw, 1.625rem)/1.2 ui-monospace, "SF Mono", "Roboto Mono", Menlo, Consolas, monospace;
      letter-spacing: 0.04em;
    }
    input[aria-invalid='true'] { border-width: 3px; border-color: var(--cc-plum); }
    form .button { margin-top: var(--cc-space-3); min-height: 56px; font-size: 1.125rem; }
    .summary {
      display: grid;
      gap: var(--cc-space-2);
      padding: var(--cc-space-4);
      border: 3px solid var(--cc-plum);
      border-radius: var(--cc-corner);
      background: var(--cc-card);
    }
    .summary h2 { font-size: var(--cc-text-large); }
    .summary a { color: inherit; font-weight: 600; }
    .notice { padding: var(--cc-space-3) var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-accent-soft); font-weight: 600; }
    .link { display: inline-flex; align-items: center; min-height: var(--cc-target); color: var(--cc-accent); font-weight: 600; }
    .progress { height: 4px; overflow: hidden; border-radius: 2px; }
    .bar { display: block; width: 40%; height: 100%; border-radius: 2px; background: var(--cc-accent); animation: slide 1.2s ease-in-out infinite alternate; }
    @keyframes slide { from { transform: translateX(0); } to { transform: translateX(150%); } }
    @media (prefers-reduced-motion: reduce) { .bar { width: 100%; animation: none; } }
  `];
}

customElements.define('enrol-page', EnrolPage);
