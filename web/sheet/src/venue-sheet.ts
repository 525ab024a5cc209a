import { asking, problemOf, type How, type Problem } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { askCore, startCore } from '@citycode/client/core';
import { placeInFragment } from '@citycode/client/place-link';
import { pressed } from '@citycode/client/pressed';
import { Rounds } from '@citycode/client/rounds';
import { askFirstList, coreLoader } from '@citycode/client/trust-source';
import type { Catalogue } from '@citycode/elements/catalogue';
import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { localName, sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { allWords, currentLanguage, t } from '@citycode/elements/words';
import { holderOf } from '@citycode/wasm/client/holder';
import type { VenueSummary } from '@citycode/wasm/types';
import { LitElement, html, nothing } from 'lit';
import { sheetStyles } from './venue-sheet.styles.js';

const kMsPerSecond = 1000;

/**
 * What a venue prints: /sheet/#venue=…, with the record that the city signed. It is checked as a citizen's phone will
 * check it, so that nobody hangs up a sheet that every phone refuses.
 */
export class VenueSheet extends LitElement {
  static override styles = [sharedStyles, sheetStyles];
  static override properties = {
    venue: { state: true },
    link: { state: true },
    cityName: { state: true },
    everyLanguage: { state: true },
    problem: { state: true },
  };

  declare protected venue: VenueSummary | null;
  /** What the symbol says: the citizen's page on this very host. */
  declare protected link: string;
  declare protected cityName: Readonly<Record<string, string>>;
  declare protected everyLanguage: readonly Catalogue[];
  declare protected problem: Problem | null;

  /** Until the record could be read. */
  #rounds: Rounds | null = null;
  readonly #load = (): void => {
    this.venue = null;
    this.problem = null;
    void pressed(asking().parts, this.#read({ atOnce: true }));
  };

  constructor() {
    super();
    this.venue = null;
    this.link = '';
    this.cityName = {};
    this.everyLanguage = [];
    this.problem = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#load);
    this.#rounds = new Rounds(() => this.#read(), null, asking().parts);
    this.#rounds.start();
    void this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#load);
    this.#rounds?.stop();
  }

  override updated(): void {
    document.title = `${this.venue ? localName(this.venue.name) : t().sheet.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().sheet;
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><bdi>${localName(this.cityName) || t().common.product}</bdi></a>
        <cc-language></cc-language>
      </header>
      <main>
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} about="list" .requestId=${this.problem.requestId} .askAgainAtMs=${this.problem.askAgainAtMs}>
            <button class="button first" type="button" @click=${this.#load}>${t().common.tryAgain}</button>
          </cc-fault>` : nothing}
        ${this.venue ? html`
          <p class="lead">${words.lead}</p>
          <p class="ways">
            <button class="button first" type="button" @click=${() => print()}>${words.print}</button>
            <a class="button" href=${this.link}>${words.openHere}</a>
          </p>
          ${this.#sheet(this.venue)}` : nothing}
        ${!this.venue && !this.problem ? html`<p role="status">${t().common.loading}</p>` : nothing}
      </main>`;
  }

  #sheet(venue: VenueSummary) {
    const mine = localName(venue.name);
    const others = Object.entries(venue.name).filter(([, name]) => name !== mine);
    return html`
      <article class="sheet">
        <h1 translate="no"><bdi>${mine}</bdi></h1>
        ${others.length ? html`<p class="others" translate="no">${others.map(([language, name]) => html`<span lang=${language}><bdi>${name}</bdi></span>`)}</p>` : nothing}
        <cc-code .text=${this.link} .scene=${mine}></cc-code>
        <ul class="scan">${this.everyLanguage.map((words) => html`<li lang=${words.language}>${words.sheet.scan}</li>`)}</ul>
        ${venue.address ? html`<p class="address" translate="no"><bdi>${venue.address}</bdi></p>` : nothing}
        <p class="soft">${t().common.venueChecks(venue.scopes.map(sceneLabel).join(t().common.listSeparator))}</p>
        <p class="soft small">${t().sheet.until(this.#day(venue.expiresUnixSeconds))} <span class="id" translate="no">${venue.venueId}</span></p>
      </article>`;
  }

  #day(unixSeconds: number): string {
    return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long' }).format(unixSeconds * kMsPerSecond);
  }

  /** What was said stays until there is something else to say. */
  async #read(how: How = {}): Promise<void> {
    const problem = await this.#take(how);
    this.problem = problem;
    this.#rounds?.looked(problem);
  }

  /** Resolves to why there is no sheet. */
  async #take(how: How): Promise<Problem | null> {
    const nowUnixSeconds = Math.floor(Date.now() / kMsPerSecond);
    const scanned = placeInFragment(location.hash);
    await startCore().catch(() => undefined);   // the first question says when it failed
    const first = await askFirstList(how);
    if (!first.ok) return first.problem;
    const loaded = await coreLoader(first.ok.list, first.ok.rootKey, nowUnixSeconds);
    if (!loaded.ok) return problemOf(loaded.fault!);
    this.cityName = first.ok.cityName;
    const record = scanned?.kind === 'venue' ? scanned.bytes : new Uint8Array();   // no bytes: the core says so
    const read = await askCore((core) => holderOf(core).readVenue(record, nowUnixSeconds));
    if (!read.ok) return problemOf(read.fault!);
    this.everyLanguage = await allWords(['sites']).catch(() => [t()]);
    this.link = `${location.origin}/app/#venue=${toBase64Url(record)}`;
    this.venue = read.ok;
    return null;
  }
}

customElements.define('venue-sheet', VenueSheet);
