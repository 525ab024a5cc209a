import type { Problem } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import { readTyped } from '@citycode/elements/enrolment-code';
import { groupWhileTyping } from '@citycode/elements/enrolment-field';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { named } from '@citycode/elements/named';
import { attributeLabel, clockDetail, sceneLabel } from '@citycode/elements/phrases';
import { orderScenes } from '@citycode/elements/scene-order';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { Enrolment, Terminal } from '@citycode/verifier/terminal-store';
import { kMaxVenueIdBytes } from '@citycode/wasm/limits';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';
import './forget-button.js';

const kVenueId = new RegExp(`^[a-z0-9-]{0,${kMaxVenueIdBytes}}$`);

/**
 * One question: what does this scanner check. A scanner that is not enrolled can become so here, before anything else.
 *
 * @fires chosen - `detail`: Terminal  @fires enrol - `detail.code`: a whole code was entered  @fires forget
 */
export class SetupPage extends LitElement {
  static override properties = {
    summary: { attribute: false },
    terminal: { attribute: false },
    enrolment: { attribute: false },
    problem: { attribute: false },
    enrolling: { type: Boolean },
    mistake: { state: true },
    codeMistake: { state: true },
  };

  declare summary: TrustListSummary;
  declare terminal: Terminal | null;
  declare enrolment: Enrolment | null;
  declare problem: Problem | null;
  declare enrolling: boolean;
  declare protected mistake: 'scene' | 'venue' | null;
  declare protected codeMistake: string;

  constructor() {
    super();
    this.terminal = null;
    this.enrolment = null;
    this.problem = null;
    this.enrolling = false;
    this.mistake = null;
    this.codeMistake = '';
    new LocalizeController(this);
  }

  override render() {
    const words = t().console;
    const mistake = this.mistake === 'scene' ? words.chooseSceneError : this.mistake === 'venue' ? words.venueError : '';
    return html`
      <main><form novalidate @submit=${this.#submit}><div class="scroll"><div class="column">
        ${mistake ? html`
          <section class="summary" role="alert" tabindex="-1">
            <h2>${t().enrol.errorTitle}</h2><p>${mistake}</p>
          </section>` : nothing}
        <h1>${words.setupTitle}</h1>
        ${this.enrolment ? html`<p class="enrolled"><strong translate="no">${named(words.enrolledAt, this.enrolment.venue.name)}</strong></p>` : nothing}
        ${this.problem && !mistake && !this.codeMistake ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.fault === 'internal/bug' ? this.problem.requestId : ''}
                    .detail=${clockDetail(this.problem)} .pressAgainAtMs=${this.problem.pressAgainAtMs}></cc-fault>` : nothing}
        ${this.enrolment ? nothing : this.#enrolSection()}
        <p class="soft">${words.setupLead}</p>
        <fieldset>
          <legend class="visually-hidden">${words.scene}</legend>
          ${this.enrolment ? this.#cards(this.#scenes(), '') : html`
            <h2 id="works-now">${words.worksNow}</h2>
            ${this.#cards(this.#scenes().filter(({ sealed }) => !sealed), 'works-now')}
            <h2 id="needs-enrolment">${words.needsEnrolment}</h2>
            ${this.#cards(this.#scenes().filter(({ sealed }) => sealed), 'needs-enrolment')}`}
        </fieldset>
        ${this.enrolment ? nothing : html`
          <label class="venue" for="venue">${words.venueLabel}</label>
          <p class="soft" id="venue-hint">${words.venueHint}</p>
          <input id="venue" name="venue" type="text" autocapitalize="off" autocomplete="off" spellcheck="false" maxlength="40"
                 .value=${this.terminal?.venueId ?? ''} aria-describedby="venue-hint" aria-invalid=${this.mistake === 'venue' ? 'true' : 'false'}>`}
        ${this.terminal || this.enrolment ? html`
          <section class="reset">
            <h2>${words.resetTitle}</h2>
            <p class="soft">${words.resetText}</p>
            <forget-button .venue=${this.enrolment?.venue.name ?? ''}></forget-button>
          </section>` : nothing}
        </div></div>
        <div class="go"><button class="button first" type="submit">${words.start}</button></div>
      </form></main>`;
  }

  #cards(scopes: readonly ScopeSummary[], headingId: string) {
    const words = t().console;
    return html`
      <div class="scenes">${scopes.map((scope) => html`
        <label class="scene">
          <input type="radio" name="scene" value=${scope.name} ?checked=${scope.name === this.terminal?.scopeName}
                 aria-describedby="${`sees-${scope.name} ${headingId}`.trim()}">
          <span class="name">${sceneLabel(scope.name)}</span>
          <span class="soft small" id="sees-${scope.name}">${words.seesOnly(scope.attributes.map(attributeLabel).join(t().common.listSeparator))}</span>
        </label>`)}</div>`;
  }

  #enrolSection() {
    const words = t().console;
    return html`
      <section class="enrol" aria-labelledby="enrol-title">
        <h2 id="enrol-title">${words.enrolTitle}</h2>
        <p class="soft">${words.enrolLead}</p>
        <div class="field">
          <label class="venue" for="code">${words.enrolLabel}</label>
          <p class="soft small" id="code-hint" translate="no">${t().enrol.hint}</p>
          ${this.codeMistake ? html`<p class="mistake" id="code-mistake" role="alert">${this.codeMistake}</p>` : nothing}
          <div class="row">
            <input id="code" type="text" autocomplete="one-time-code" autocapitalize="characters" autocorrect="off" spellcheck="false"
                   aria-describedby=${this.codeMistake ? 'code-hint code-mistake' : 'code-hint'} aria-invalid=${this.codeMistake ? 'true' : 'false'}
                   @input=${groupWhileTyping} @keydown=${this.#enterEnrols}>
            <button class="button first" type="button" aria-disabled=${this.enrolling ? 'true' : 'false'} @click=${this.#enrol}>
              ${this.enrolling ? words.enrolling : words.enrolButton}
            </button>
          </div>
        </div>
      </section>`;
  }

  /** In this field the Enter key means the code, not the scene above it. */
  #enterEnrols(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    this.#enrol();
  }

  #enrol(): void {
    if (this.enrolling) return;
    const field = this.renderRoot.querySelector<HTMLInputElement>('#code')!;
    const read = readTyped(field.value);
    const words = t().enrol;
    this.codeMistake = read.kind === 'empty' ? words.empty
      : read.kind === 'length' ? words.length(read.count)
        : read.kind === 'characters' ? words.characters(read.characters) : '';
    if (read.kind === 'code') this.dispatchEvent(new CustomEvent('enrol', { detail: { code: read.code } }));
    else field.focus();
  }

  /** An enrolled scanner offers what it was enrolled for. */
  #scenes(): ScopeSummary[] {
    const scopes = this.summary.scopes.filter(({ name }) => this.enrolment?.scopes.includes(name) ?? true);
    return orderScenes(scopes.map(({ name }) => name)).flatMap((name) => scopes.filter((scope) => scope.name === name));
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const scopeName = String(form.get('scene') ?? '');
    const venueId = this.enrolment?.venue.id ?? String(form.get('venue') ?? '').trim();
    this.mistake = !scopeName ? 'scene' : !this.enrolment && !kVenueId.test(venueId) ? 'venue' : null;
    if (!this.mistake) {
      this.dispatchEvent(new CustomEvent<Terminal>('chosen', { detail: { scopeName, venueId } }));
      return;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.summary')?.focus();
  }

  static override styles = [sharedStyles, css`
    /* The button stands under the choices and never over them, also for a focus that scrolls. */
    :host, main, form { display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; }
    form { grid-template-rows: minmax(0, 1fr) auto; }
    .scroll { overflow: auto; overscroll-behavior: contain; }
    .column {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--cc-space-2);
      max-width: 60rem;
      margin: 0 auto;
      padding: 0 var(--cc-space-4) var(--cc-space-8);
    }
    h1 { font-size: var(--cc-text-title); }
    fieldset { min-width: 0; margin: 0 0 var(--cc-space-6); padding: 0; border: 0; }
    fieldset h2 { margin: var(--cc-space-3) 0 var(--cc-space-2); font-size: var(--cc-text); }
    .scenes {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr));
      gap: var(--cc-space-3);
    }
    .scene {
      position: relative;
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0 var(--cc-space-4);
      align-content: center;
      align-items: center;
      min-height: 68px;
      padding: var(--cc-space-3) var(--cc-space-4);
      border: 1px solid var(--cc-line-strong);
      border-radius: var(--cc-corner);
      background: var(--cc-card);
      cursor: pointer;
    }
    .scene:hover { border-color: var(--cc-accent); }
    .scene:has(:checked) { border-color: var(--cc-accent); box-shadow: inset 0 0 0 2px var(--cc-accent); background: var(--cc-accent-soft); }
    .scene:has(:focus-visible) { outline: 3px solid var(--cc-focus); outline-offset: 2px; }
    /* The choice is the whole card; its ring is drawn on the label. */
    .scene input { position: absolute; inset: 0; margin: 0; appearance: none; border-radius: inherit; cursor: pointer; outline: none; }
    .scene::before {
      content: '';
      grid-row: 1 / 3;
      width: 22px;
      height: 22px;
      border: 2px solid var(--cc-line-strong);
      border-radius: 50%;
      background: var(--cc-card);
    }
    .scene:has(:checked)::before { border: 7px solid var(--cc-accent); }
    @media (forced-colors: active) { .scene:has(:checked)::before { border-color: Highlight; } }
    .scene > span { min-width: 0; overflow-wrap: anywhere; hyphens: auto; }
    .scene .name { font-weight: 700; font-size: 1.125rem; line-height: 1.4; }
    .scene .small { grid-column: 2; line-height: 1.4; }
    .venue { font-weight: 700; }
    .enrolled { padding: var(--cc-space-2) var(--cc-space-3); border-radius: var(--cc-corner); background: var(--cc-accent-soft); }
    .mistake { font-weight: 700; color: var(--cc-plum); }
    input[type='text'] {
      width: min(100%, 24rem);
      min-height: var(--cc-target);
      padding: 0 var(--cc-space-3);
      border: 2px solid var(--cc-line-strong);
      border-radius: var(--cc-corner);
      background: var(--cc-card);
    }
    input[aria-invalid='true'] { border-width: 3px; border-color: var(--cc-plum); }
    .go {
      padding: var(--cc-space-3) var(--cc-space-4) max(var(--cc-space-3), env(safe-area-inset-bottom));
      border-top: 1px solid var(--cc-line);
      text-align: center;
    }
    .go .button { width: min(100%, 24rem); min-height: 56px; font-size: 1.125rem; }
    .summary { display: grid; gap: var(--cc-space-2); padding: var(--cc-space-4); border: 3px solid var(--cc-plum); border-radius: var(--cc-corner); background: var(--cc-card); }
    .summary h2, .reset h2, .enrol h2 { font-size: var(--cc-text-large); }
    .enrol { display: grid; gap: var(--cc-space-2); margin-block: var(--cc-space-2); padding: var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-accent-soft); }
    .field { display: grid; gap: var(--cc-space-1); }
    .row { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); }
    .row input { flex: 1 1 11rem; font-variant-numeric: tabular-nums; }
    .row .button { flex: 0 1 auto; }
    .reset { display: grid; gap: var(--cc-space-2); justify-items: start; margin-top: var(--cc-space-8); padding-top: var(--cc-space-6); border-top: 1px solid var(--cc-line); }
  `];
}

customElements.define('setup-page', SetupPage);
