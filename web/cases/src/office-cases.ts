import { askJson, problemOf, type Answer, type Problem } from '@citycode/client/api';
import type { CcCase } from '@citycode/elements/cc-case';
import '@citycode/elements/cc-case';
import type { Written } from '@citycode/elements/cc-case/types';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, css, html, nothing } from 'lit';
import { StaffApi, type OfficeCase, type OfficeCases } from './staff-api.js';
import { forgetStaffSecret, takeStaffSecret } from './staff-link.js';

interface Named {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
}

/** An office's staff: the cases that wait, and one of them with its thread. */
export class OfficeCasesPage extends LitElement {
  static override properties = {
    list: { state: true },
    chosen: { state: true },
    problem: { state: true },
    busy: { state: true },
    names: { state: true },
  };

  declare protected list: OfficeCases | null;
  declare protected chosen: OfficeCase | null;
  declare protected problem: Problem | null;
  declare protected busy: boolean;
  /** Of offices and their services, by id; an id that has none is shown itself. */
  declare protected names: ReadonlyMap<string, Readonly<Record<string, string>>>;

  #api: StaffApi | null = null;

  constructor() {
    super();
    this.list = null;
    this.chosen = null;
    this.problem = null;
    this.busy = false;
    this.names = new Map();
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#start);
    this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#start);
  }

  override updated(): void {
    document.title = `${t().cases.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().cases;
    return html`
      <header>
        <span class="brand">${words.title}</span>
        <cc-language></cc-language>
      </header>
      <main>
        ${this.problem ? html`<cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}></cc-fault>` : nothing}
        ${this.chosen ? this.#one(this.chosen) : this.#all()}
      </main>`;
  }

  #all() {
    const words = t().cases;
    if (!this.list) return this.problem ? this.#again() : html`<p role="status">${t().common.loading}</p>`;
    const { office, cases } = this.list;
    return html`
      <h1>${office ? words.heading : words.above}</h1>
      ${office ? html`<p class="soft" translate="no"><bdi>${this.#nameOf(office)}</bdi></p>` : nothing}
      ${cases.length === 0 ? html`<p>${words.none}</p>` : html`
        <ul>${cases.map((each) => html`
          <li class=${each.overdue ? 'late' : ''}>
            <p class="name" translate="no"><bdi>${this.#nameOf(`${each.office}/${each.item}`)}</bdi>${office ? nothing : html` · <bdi>${this.#nameOf(each.office)}</bdi>`}</p>
            <p>${words.stages[each.stage]}</p>
            <p class=${each.overdue ? 'strong' : 'soft'}>${each.overdue ? words.overdue(each.dueDay) : words.due(each.dueDay)}</p>
            <button class="button" type="button" @click=${() => this.#open(each)} aria-label="${words.read}: ${this.#nameOf(`${each.office}/${each.item}`)}, ${each.openedDay}">${words.read}</button>
          </li>`)}</ul>`}
      ${this.#again()}`;
  }

  #again() {
    return this.#api ? html`<p><button class="button" type="button" @click=${() => this.#look()}>${t().cases.refresh}</button></p>` : nothing;
  }

  #one(chosen: OfficeCase) {
    return html`
      <p><button class="button quiet" type="button" @click=${this.#back}>${t().cases.back}</button></p>
      <h1 tabindex="-1" translate="no"><bdi>${this.#nameOf(`${chosen.office}/${chosen.item}`)}</bdi></h1>
      <cc-case side="office" .case=${chosen} ?busy=${this.busy} @write=${this.#write} @complex=${() => this.#do((api) => api.makeComplex(chosen))}></cc-case>`;
  }

  /** Another link in the same tab loads no page anew, and its secret leaves the address as the first did. */
  readonly #start = (): void => {
    const secret = takeStaffSecret();
    this.chosen = null;
    this.list = null;
    this.problem = secret ? null : problemOf('case/unknown-link');
    this.#api = secret ? new StaffApi(secret) : null;
    if (!secret) return;
    void this.#look();
    void this.#readNames();
  };

  #nameOf(id: string): string {
    const name = this.names.get(id);
    return name ? localName(name) : id.split('/').at(-1)!;
  }

  async #look(): Promise<void> {
    const answer = await this.#api!.list();
    this.problem = answer.problem ?? null;
    if (answer.ok) this.list = answer.ok;
    if (answer.problem?.fault === 'case/unknown-link') forgetStaffSecret();
  }

  async #readNames(): Promise<void> {
    const answer = await askJson<{ readonly offices: readonly (Named & { readonly items: readonly Named[] })[] }>('/v1/open/offices');
    if (answer.ok) this.names = new Map(answer.ok.offices.flatMap((office) => [[office.id, office.name] as const, ...office.items.map((item) => [`${office.id}/${item.id}`, item.name] as const)]));
  }

  readonly #open = async (each: OfficeCase): Promise<void> => {
    await this.#do((api) => api.read(each));
    window.scrollTo(0, 0);
    await this.updateComplete;
    this.renderRoot.querySelector('h1')?.focus();
  };

  readonly #back = (): void => {
    this.chosen = null;
    this.problem = null;
    void this.#look();
  };

  readonly #write = async (event: CustomEvent<Written>): Promise<void> => {
    const chosen = this.chosen!;
    const isDone = await this.#do((api) => api.answer(chosen, event.detail));
    if (isDone) this.renderRoot.querySelector<CcCase>('cc-case')?.clear();
    else if (this.problem?.fault === 'case/changed') this.chosen = (await this.#api!.read(chosen)).ok ?? chosen;   // what the other side wrote
  };

  async #do(act: (api: StaffApi) => Promise<Answer<OfficeCase>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const answer = await act(this.#api!);
    this.busy = false;
    this.problem = answer.problem ?? null;
    if (answer.ok) this.chosen = answer.ok;
    return answer.ok !== undefined;
  }

  static override styles = [sharedStyles, css`
    :host { display: block; min-height: 100vh; min-height: 100dvh; }
    header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--cc-space-2); max-width: 46rem; margin: 0 auto; padding: var(--cc-space-2) var(--cc-space-4); }
    .brand { font-weight: 700; }
    main { display: grid; gap: var(--cc-space-4); max-width: 46rem; margin: 0 auto; padding: var(--cc-space-2) var(--cc-space-4) var(--cc-space-12); }
    h1 { font-size: var(--cc-text-title); }
    h1:focus { outline: none; }
    ul { display: grid; gap: var(--cc-space-3); }
    li { display: grid; gap: var(--cc-space-1); padding: var(--cc-space-4); border: 2px solid transparent; border-radius: var(--cc-corner); background: var(--cc-card); }
    .late { border-color: var(--cc-line-strong); }
    .name { font-weight: 700; font-size: 1.125em; }
    .strong { font-weight: 700; }
    .button { justify-self: start; }
  `];
}

customElements.define('office-cases', OfficeCasesPage);
