import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onLanguageChange } from './current.js';

/**
 * A page translator puts <font> elements in the place of text nodes, in shadow trees too. Lit would then renew a text node that
 * nobody sees, and an old heading would stand over a new code: the text is put back as a node of its own before each drawing.
 */
export function unwrapTranslated(root: ParentNode): void {
  for (const font of root.querySelectorAll('font')) {
    if (font.parentElement?.localName !== 'font') font.replaceWith(document.createTextNode(font.textContent));
  }
}

/** Redraws its element when the page's language changes, and keeps what it draws its own. */
export class LocalizeController implements ReactiveController {
  #stop: (() => void) | null = null;

  constructor(private readonly host: ReactiveControllerHost & { readonly renderRoot?: ParentNode }) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = onLanguageChange(() => this.host.requestUpdate());
  }

  hostUpdate(): void {
    if (this.host.renderRoot) unwrapTranslated(this.host.renderRoot);
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
