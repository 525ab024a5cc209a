/** The portals of all clients, each opened once; one that the city did not answer for is asked for again by whoever needs it next. */
import type { Configuration } from '../configuration.js';
import type { CityPortal, OpenPortal } from '../portal.js';

export class Portals {
  readonly #opened = new Map<string, Promise<CityPortal>>();

  constructor(private readonly configuration: Configuration, private readonly open: OpenPortal) {}

  of(clientId: string): Promise<CityPortal> {
    const known = this.#opened.get(clientId);
    if (known) return known;
    const { city, rootKey, clients } = this.configuration;
    const { portal } = clients.find(({ id }) => id === clientId)!;
    const opening = this.open({ city, ...portal, ...(rootKey === null ? {} : { rootKey }) });
    this.#opened.set(clientId, opening);
    opening.catch(() => this.#opened.delete(clientId));
    return opening;
  }

  /** So that nobody waits for it; what cannot be opened now is told. */
  async openAll(tell: (line: string) => void): Promise<void> {
    await Promise.all(this.configuration.clients.map(async ({ id }) => {
      await this.of(id).catch((cause: Error) => tell(`the portal of ${id} cannot be opened yet: ${cause.message}`));
    }));
  }

  close(): void {
    for (const opening of this.#opened.values()) void opening.then((portal) => portal.close(), () => {});
  }
}
