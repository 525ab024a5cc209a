/** The portals of all clients, each opened once; one that the city did not answer for is asked for again by whoever needs it next. */
import type { Configuration } from '../configuration.js';
import type { CityPortal, OpenPortal, Question, SignIn } from '../portal.js';

export class Portals {
  readonly #opened = new Map<string, Promise<CityPortal>>();

  constructor(private readonly configuration: Configuration, private readonly open: OpenPortal) {}

  /** Throws what the portal throws. */
  async ask(clientId: string, question: Question): Promise<SignIn> {
    const opening = this.#of(clientId);
    const portal = await opening;
    return portal.ask(question).catch((cause: unknown) => {
      if ((cause as { readonly fault?: string }).fault !== 'trust/missing') throw cause;
      // Opened while the city was away, it has none of the city's lists, and asks for them in its own time: another one begins with them.
      if (this.#opened.get(clientId) === opening) this.#opened.delete(clientId);
      void portal.close();
      return this.#of(clientId).then((other) => other.ask(question));
    });
  }

  #of(clientId: string): Promise<CityPortal> {
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
      await this.#of(id).catch((cause: Error) => tell(`the portal of ${id} cannot be opened yet: ${cause.message}`));
    }));
  }

  close(): void {
    for (const opening of this.#opened.values()) void opening.then((portal) => portal.close(), () => {});
  }
}
