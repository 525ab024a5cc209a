import '@citycode/elements/cc-language';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, css, html } from 'lit';

/**
 * Where operators will sign in. Until they can there is no field on it: a page that takes a password and does nothing with
 * it teaches people to type theirs anywhere. No other page leads here, and search engines are told to leave it out.
 */
export class OperatorsDoor extends LitElement {
  constructor() {
    super();
    new LocalizeController(this);
  }

  override updated(): void {
    document.title = `${t().operators.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().operators;
    return html`
      <header>
        <a class="brand" href="/">${t().common.product}</a>
        <cc-language></cc-language>
      </header>
      <main>
        <h1>${words.heading}</h1>
        <section aria-labelledby="sign-in">
          <h2 id="sign-in">${words.signIn}</h2>
          <p>${words.notYet}</p>
          <p>${words.untilThen}</p>
        </section>
        <p>${words.checksCodes} <a class="link" href="/console/">${words.openScanner}</a></p>
      </main>`;
  }

  static override styles = [sharedStyles, css`
    :host { display: block; }
    header, main { max-width: 44rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
    header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; }
    .brand { display: inline-flex; align-items: center; min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
    main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-6); padding-block: var(--cc-space-4) var(--cc-space-12); }
    h1 { font-size: var(--cc-text-title); }
    h2 { font-size: var(--cc-text-large); }
    section { display: grid; gap: var(--cc-space-3); padding: var(--cc-space-4); border: 1px solid var(--cc-line); border-radius: var(--cc-corner); background: var(--cc-card); }
    .link { display: inline-flex; align-items: center; min-height: var(--cc-target); color: var(--cc-accent); font-weight: 600; }
  `];
}

customElements.define('operators-door', OperatorsDoor);
