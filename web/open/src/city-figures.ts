import { asking, askJson, type How, type Problem } from '@citycode/client/api';
import { pressed } from '@citycode/client/pressed';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LazyParts } from '@citycode/elements/lazy-parts';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { kMinShownRatings } from '@citycode/wasm/limits';
import { LitElement, html, nothing } from 'lit';
import { figuresStyles } from './city-figures.styles.js';
import { kBestFirst, readFigures, responseRate, shares, silent, type Cell, type Figures } from './figures.js';
import type { Bar } from './figures-chart.js';

interface Office {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
  readonly items: readonly { readonly id: string; readonly name: Readonly<Record<string, string>> }[];
}

/** Bars of more lines than these are no picture any more: then one office is chosen. */
const kMostBars = 24;

/** What everybody may see of all ratings. */
export class CityFigures extends LitElement {
  static override styles = [sharedStyles, figuresStyles];
  static override properties = {
    figures: { state: true },
    offices: { state: true },
    chosen: { state: true },
    problem: { state: true },
  };

  declare protected figures: Figures | null;
  declare protected offices: readonly Office[];
  /** An office, or all of them with ''. In the address, so that a figure can be passed on. */
  declare protected chosen: string;
  declare protected problem: Problem | null;

  readonly #parts = new LazyParts(this, { chart: () => import('./figures-chart.js') });

  constructor() {
    super();
    this.figures = null;
    this.offices = [];
    this.chosen = new URLSearchParams(location.search).get('office') ?? '';
    this.problem = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override updated(): void {
    document.title = `${t().open.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().open;
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span>${t().common.product}</span></a>
        <cc-language></cc-language>
      </header>
      <main>
        <div class="lead">
          <h1 class="phrased">${phrased(words.title)}</h1>
          <p class="phrased">${phrased(words.lead)}</p>
          <p class="phrased formula">${phrased(words.formula)}</p>
        </div>
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}>
            <button class="button first" type="button" @click=${this.#loadPressed}>${t().common.tryAgain}</button>
          </cc-fault>` : nothing}
        ${this.figures ? this.#shown(this.figures) : this.problem ? nothing : html`<p role="status">${words.loading}</p>`}
        <p class="soft phrased">${phrased(words.shownFrom(kMinShownRatings))}</p>
        <p class="soft phrased">${phrased(words.unusualText)}</p>
        <p class="links"><a class="button" href="/v1/open/figures.csv" download>${words.csv}</a> <a class="button" href="/v1/open/figures">${words.json}</a></p>
      </main>`;
  }

  #shown({ cells, hidden }: Figures) {
    const words = t().open;
    const shown = cells.filter(({ office }) => !this.chosen || office === this.chosen);
    const offices = [...new Set(cells.map(({ office }) => office))];
    return html`
      ${offices.length > 1 || this.chosen ? html`
        <p class="choice"><label for="office">${words.office}</label>
          <select id="office" @change=${this.#choose}>
            <option value="" ?selected=${!this.chosen}>${words.allOffices}</option>
            ${offices.map((id) => html`<option value=${id} ?selected=${id === this.chosen}>${this.#officeName(id)}</option>`)}
          </select></p>` : nothing}
      ${shown.length === 0 ? html`<p class="empty phrased">${phrased(words.empty(kMinShownRatings))}</p>` : html`${this.#bars(shown)}${this.#table(shown)}`}
      ${hidden > 0 ? html`<p class="phrased">${phrased(words.hidden(hidden, kMinShownRatings))}</p>` : nothing}`;
  }

  #bars(cells: readonly Cell[]) {
    const words = t().open;
    const some = cells.slice(0, kMostBars);
    const label = words.barsOf(this.chosen ? this.#officeName(this.chosen) : words.allOffices);
    return html`
      <section class="bars">
        <h2>${words.bars}</h2>
        <ul class="legend">
          ${kBestFirst.map((level, i) => html`<li><span class="key">${5 - i}</span>${t().rating.levels[level]}</li>`)}
          <li><span class="key none" aria-hidden="true"></span>${words.silent}</li>
        </ul>
        ${this.#parts.state('chart') === 'here' ? html`<figures-chart .bars=${some.map((cell) => this.#bar(cell))} .label=${label}></figures-chart>` : html`<div class="coming"></div>`}
      </section>`;
  }

  #bar(cell: Cell): Bar {
    return { label: [this.#itemName(cell), `${t().open.channels[cell.channel]} · ${cell.year}`], shares: shares(cell) };
  }

  #table(cells: readonly Cell[]) {
    const words = t().open;
    const levels = t().rating.levels;
    return html`
      <section>
        <h2 id="table">${words.table}</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="table">
          <table>
            <thead><tr>
              <th scope="col">${words.item}</th><th scope="col">${words.way}</th><th scope="col">${words.year}</th>
              <th scope="col" class="n">${words.services}</th><th scope="col" class="n">${words.ratings}</th><th scope="col" class="n">${words.responseRate}</th><th scope="col" class="n">${words.silent}</th>
              ${kBestFirst.map((level, i) => html`<th scope="col" class="n">${5 - i} ${levels[level]}</th>`)}
              <th scope="col" class="n">${words.unusual}</th><th scope="col">${words.shownSince}</th>
            </tr></thead>
            <tbody>${cells.map((cell) => this.#row(cell))}</tbody>
          </table>
        </div>
      </section>`;
  }

  #row(cell: Cell) {
    const words = t().open;
    const number = new Intl.NumberFormat(t().language);
    const rate = responseRate(cell), quiet = silent(cell);
    return html`<tr>
      <th scope="row"><bdi>${this.#itemName(cell)}</bdi><br><span class="soft small"><bdi>${this.#officeName(cell.office)}</bdi></span></th>
      <td>${words.channels[cell.channel]}</td><td>${cell.year}</td>
      <td class="n">${quiet === null ? '–' : number.format(cell.services)}</td><td class="n">${number.format(cell.ratings)}</td>
      <td class="n">${rate === null ? html`<span class="small soft">${words.noRate}</span>` : new Intl.NumberFormat(t().language, { style: 'percent', maximumFractionDigits: 1 }).format(rate)}</td>
      <td class="n">${quiet === null ? '–' : number.format(quiet)}</td>
      ${kBestFirst.map((level) => html`<td class="n">${number.format(cell.levels[level] ?? 0)}</td>`)}
      <td class="n">${number.format(cell.unusual)}</td>
      <td>${new Intl.DateTimeFormat(t().language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${cell.shownSinceDay}T00:00:00Z`))}</td>
    </tr>`;
  }

  #officeName(id: string): string {
    return localName(this.offices.find((office) => office.id === id)?.name) || id;
  }

  #itemName({ office, item }: Cell): string {
    return localName(this.offices.find(({ id }) => id === office)?.items.find(({ id }) => id === item)?.name) || item;
  }

  readonly #choose = (event: Event): void => {
    this.chosen = (event.target as HTMLSelectElement).value;
    const query = this.chosen ? `?office=${encodeURIComponent(this.chosen)}` : '';
    history.replaceState(history.state, '', location.pathname + query);
  };

  readonly #loadPressed = async (): Promise<void> => {
    this.problem = null;
    await pressed(asking().parts, this.#load({ atOnce: true }));
  };

  async #load(how: How = {}): Promise<void> {
    const figures = await askJson<unknown>('/v1/open/figures', {}, how);
    this.problem = figures.problem ?? null;
    if (!figures.ok) return;
    const offices = await askJson<{ readonly offices?: readonly Office[] }>('/v1/open/offices', {}, how);
    this.offices = offices.ok?.offices ?? [];   // without names the ids are shown
    this.figures = readFigures(figures.ok);
  }
}

customElements.define('city-figures', CityFigures);
