import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onLanguageChange } from './current.js';

/** Redraws its element when the page's language changes. */
export class LocalizeController implements ReactiveController {
  #stop: (() => void) | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = onLanguageChange(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
