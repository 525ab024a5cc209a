import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import type { Wallet } from '@citycode/holder/wallet';
import { LitElement, css, type CSSResultGroup, type PropertyDeclarations } from 'lit';

/** A page one or more levels down from the code: a title that has the focus at first, then cards one under another. */
export class InnerPage extends LitElement {
  static override properties: PropertyDeclarations = { wallet: { attribute: false } };

  declare wallet: Wallet;

  constructor() {
    super();
    new LocalizeController(this);
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  static override styles: CSSResultGroup = [sharedStyles, css`
    main {
      display: grid;
      gap: var(--cc-space-4);
      width: min(100%, 38rem);
      margin: 0 auto;
      padding: 0 var(--cc-space-4) var(--cc-space-12);
    }
    /* In the large mode the text itself has the size of a title: what stands over it is larger still. */
    h1 { font-size: max(var(--cc-text-title), 1.25em); outline: none; }
    h2 { font-size: 1.125em; }
    section {
      display: grid;
      gap: var(--cc-space-2);
      justify-items: start;
      padding: var(--cc-space-4);
      border-radius: var(--cc-corner);
      background: var(--cc-card);
    }
  `];
}
