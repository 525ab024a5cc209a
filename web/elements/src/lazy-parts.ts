import type { ReactiveControllerHost } from 'lit';

/**
 * Parts of a page whose code comes when they are first shown, so that nobody waits for what is not shown. The service worker
 * keeps their files with the others: once it has them, no network is asked.
 */
export class LazyParts<Name extends string> {
  readonly #states = new Map<Name, 'coming' | 'here' | 'lacking'>();

  constructor(private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>, private readonly parts: Readonly<Record<Name, () => Promise<unknown>>>) {}

  /**
   * To be asked while the page is drawn; it is drawn anew when the answer changes. 'lacking' stays: a browser remembers of a
   * file that it could not be had, and asks for it again only when the page is reloaded.
   */
  state(name: Name): 'coming' | 'here' | 'lacking' {
    const known = this.#states.get(name);
    if (known) return known;
    this.#states.set(name, 'coming');
    void this.#bring(name);
    return 'coming';
  }

  async #bring(name: Name): Promise<void> {
    this.#states.set(name, await this.parts[name]().then(() => 'here' as const, () => 'lacking' as const));
    this.host.requestUpdate();
  }
}
