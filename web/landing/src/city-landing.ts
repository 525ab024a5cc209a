import { askCity, asking, askJson, type City, type How, type Problem } from '@citycode/client/api';
import { pressed } from '@citycode/client/pressed';
import { Rounds } from '@citycode/client/rounds';
import { scannerAddress } from '@citycode/client/scanner-address';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { holderClassText, localName, placeAddress, sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, html, nothing } from 'lit';
import { landingStyles } from './city-landing.styles.js';

interface DemoCitizen {
  readonly id: string;
  readonly displayName: string;
  readonly latinName: string;
  readonly holderClass: string;
  readonly ageGroup: 'child' | 'adult' | 'elder';
  readonly note: Readonly<Record<string, string>>;
}

interface DemoVenue {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
  readonly address: string;
  readonly scenes: readonly string[];
  /** The path that the venue's sheet shows as a symbol. */
  readonly link: string;
}

/** The first page: what this is in one sentence, three steps, the people and places of the demo city, the scanner. */
export class CityLanding extends LitElement {
  static override styles = [sharedStyles, landingStyles];
  static override properties = {
    city: { state: true },
    citizens: { state: true },
    venues: { state: true },
    problem: { state: true },
    preparing: { state: true },
    choiceProblem: { state: true },
  };

  declare protected city: City | null;
  declare protected citizens: readonly DemoCitizen[] | null;
  declare protected venues: readonly DemoVenue[];
  declare protected problem: Problem | null;
  /** Id of the citizen whose code is being made. */
  declare protected preparing: string;
  declare protected choiceProblem: Problem | null;

  /** Until the page is whole. */
  #rounds: Rounds | null = null;

  constructor() {
    super();
    this.city = null;
    this.citizens = null;
    this.venues = [];
    this.problem = null;
    this.preparing = '';
    this.choiceProblem = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Coming back by the back button finds the page as it was left, and the buttons must work again.
    window.addEventListener('pageshow', this.#shownAgain);
    this.#rounds = new Rounds(() => this.#load(), null, asking().parts);
    this.#rounds.start();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('pageshow', this.#shownAgain);
    this.#rounds?.stop();
  }

  override updated(): void {
    document.title = `${t().common.product} · ${t().landing.title}`;
  }

  override render() {
    const words = t().landing;
    return html`
      <header>
        <span class="brand"><span class="mark" aria-hidden="true"></span>${t().common.product}${this.city ? html`<span class="city"><bdi>${localName(this.city.name)}</bdi></span>` : nothing}</span>
        <cc-language></cc-language>
      </header>
      <main>
        <section class="hero">
          <h1 class="phrased">${phrased(words.title)}</h1>
          <p class="lead phrased">${phrased(words.lead)}</p>
          <p class="ways">
            ${this.city?.demo ? html`
              <a class="button first" href="/see/">${t().see.title}</a>
              <a class="button" href="#citizens" @click=${this.#toCitizens}>${words.steps[0].title}</a>` : nothing}
            <a class="button ${this.city?.demo ? '' : 'first'}" href="/app/">${words.openApp}</a>
            <a class="button" href=${scannerAddress(this.city?.demo ?? false)}>${words.openScanner}</a>
            <a class="button" href="/rate/">${words.rate}</a>
          </p>
        </section>
        ${this.city && !this.city.demo ? this.#realCity() : this.#demoCity()}
      </main>
      <footer>
        <p>${words.privacy}</p>
        ${this.city?.demo ? html`<p>${t().common.demo}</p>` : nothing}
      </footer>`;
  }

  #demoCity() {
    const words = t().landing;
    return html`
      <section aria-labelledby="steps">
        <h2 id="steps">${words.stepsTitle}</h2>
        <ol class="steps">
          ${words.steps.map((step, index) => html`
            <li><span class="number" aria-hidden="true">${index + 1}</span><div><h3>${step.title}</h3><p class="phrased">${phrased(step.text)}</p>
              ${index === 2 ? html`<p><a class="link" href=${scannerAddress(this.city?.demo ?? false)} target="_blank" rel="noopener">${words.openScanner}</a></p>` : nothing}</div></li>`)}
        </ol>
      </section>
      <section aria-labelledby="citizens" aria-busy=${this.citizens || this.problem ? 'false' : 'true'}>
        <h2 id="citizens" tabindex="-1">${words.citizensTitle}</h2>
        <p class="soft">${words.citizensLead}</p>
        ${this.choiceProblem ? html`<cc-fault .fault=${this.choiceProblem.fault} .requestId=${this.choiceProblem.requestId} .pressAgainAtMs=${this.choiceProblem.pressAgainAtMs}></cc-fault>` : nothing}
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .askAgainAtMs=${this.problem.askAgainAtMs}>
            <button class="button first" type="button" @click=${this.#loadPressed}>${t().common.tryAgain}</button>
          </cc-fault>` : this.#citizens()}
      </section>
      ${this.venues.length ? this.#venues() : nothing}`;
  }

  #venues() {
    const words = t().landing;
    return html`
      <section aria-labelledby="places">
        <h2 id="places">${words.placesTitle}</h2>
        <p class="soft">${words.placesLead}</p>
        <ul class="citizens places">
          ${this.venues.map((venue) => html`
            <li class="citizen place">
              <h3 translate="no"><bdi>${localName(venue.name)}</bdi></h3>
              <p class="latin" translate="no">${placeAddress(venue.address)}</p>
              <p class="note">${t().common.venueChecks(venue.scenes.map(sceneLabel).join(t().common.listSeparator))}</p>
              <p class="doors">
                <a class="button" href=${venue.link.replace('/app/', '/sheet/')} aria-label=${words.sheetOf(localName(venue.name))}>${words.sheet}</a>
                <a class="button" href=${scannerAddress(true, venue.id)} target="_blank" rel="noopener" aria-label=${words.scannerOf(localName(venue.name))}>${words.scanner}</a>
              </p>
            </li>`)}
          <li class="citizen place">
            <h3>${t().portal.title}</h3>
            <p class="note">${words.portalText}</p>
            <p class="doors"><a class="button" href="/portal/">${words.portalOpen}</a></p>
          </li>
        </ul>
      </section>`;
  }

  #citizens() {
    const words = t().landing;
    if (!this.citizens) {
      return html`
        <p class="visually-hidden" role="status">${words.loadingCitizens}</p>
        <ul class="citizens" aria-hidden="true">${Array.from({ length: 6 }, () => html`<li class="citizen ghost"></li>`)}</ul>`;
    }
    return html`
      <ul class="citizens">
        ${this.citizens.map((citizen) => html`
          <li class="citizen">
            <h3 translate="no"><bdi>${citizen.displayName}</bdi></h3>
            <p class="latin" translate="no">${citizen.latinName !== citizen.displayName ? citizen.latinName : nothing}</p>
            <p class="tags"><span>${holderClassText(citizen.holderClass)}</span>${citizen.ageGroup === 'adult' ? nothing : html`<span>${t().ageGroups[citizen.ageGroup]}</span>`}</p>
            <p class="note">${localName(citizen.note)}</p>
            <button class="button" type="button" aria-label=${words.chooseName(citizen.latinName !== citizen.displayName ? `${citizen.displayName} ${citizen.latinName}` : citizen.displayName)}
                    aria-disabled=${this.preparing ? 'true' : 'false'} @click=${() => this.#choose(citizen)}>
              ${this.preparing === citizen.id ? words.preparingCode : words.choose}
            </button>
          </li>`)}
      </ul>`;
  }

  #realCity() {
    const words = t().landing;
    return html`
      <section class="real" aria-labelledby="enrol">
        <h2 id="enrol">${words.notDemoTitle}</h2>
        <p>${words.notDemoText}</p>
        <p><a class="button first" href="/app/">${t().enrol.title}</a></p>
        <h2>${words.openScanner}</h2>
        <p>${words.openScannerNote}</p>
        <p><a class="button" href=${scannerAddress(false)}>${words.openScanner}</a></p>
      </section>`;
  }

  /** A link into a shadow tree does not jump by itself. */
  #toCitizens(event: Event): void {
    event.preventDefault();
    const heading = this.renderRoot.querySelector<HTMLElement>('#citizens');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }

  readonly #loadPressed = async (): Promise<void> => {
    if (!this.problem) return;
    this.problem = null;
    await pressed(asking().parts, this.#load({ atOnce: true }));
  };

  /** What was said stays until there is something else to say. */
  async #load(how: How = {}): Promise<void> {
    const problem = await this.#ask(how);
    this.problem = problem;
    this.#rounds?.looked(problem);
  }

  /** Resolves to why the page is not whole. */
  async #ask(how: How): Promise<Problem | null> {
    const city = await askCity(how);
    if (!city.ok) return city.problem;
    this.city = city.ok;
    if (!city.ok.demo) return null;
    const list = await askJson<{ citizens: readonly DemoCitizen[] }>('/v1/demo/citizens', {}, how);
    this.citizens = list.ok?.citizens ?? null;
    const venues = await askJson<{ venues: readonly DemoVenue[] }>('/v1/demo/venues', {}, how);
    this.venues = venues.ok?.venues ?? [];   // the people are what this page is for; without places it is whole
    return list.problem ?? null;
  }

  async #choose(citizen: DemoCitizen): Promise<void> {
    if (this.preparing) return;
    this.preparing = citizen.id;
    this.choiceProblem = null;
    const made = await askJson<{ enrolmentCode: string }>('/v1/demo/enrolment-codes', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ citizenId: citizen.id }),
    }, { atOnce: true });
    if (made.ok) {
      location.assign(`/app/#enrol=${encodeURIComponent(made.ok.enrolmentCode)}`);
      return;
    }
    this.preparing = '';
    this.choiceProblem = made.problem;
  }

  readonly #shownAgain = (event: PageTransitionEvent): void => {
    if (event.persisted) this.preparing = '';
  };
}

customElements.define('city-landing', CityLanding);
