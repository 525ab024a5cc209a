import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Intersection Observer v2, which says whether something else is drawn over a thing, outside its frame too. */
interface SeenEntry extends IntersectionObserverEntry {
  readonly isVisible: boolean;
}

const kEvery = { threshold: [0, 0.99], trackVisibility: true, delay: 100 };   // 100 ms is the least that browsers take

/** What was covered until a moment ago was not read by whoever presses it now. */
const kReadForMs = 500;

/**
 * A press counts when the thing that is pressed was wholly on the screen with nothing over it. Browsers that cannot tell take every press: whatever
 * follows from one is a window of the city's own.
 */
export class WhollySeen implements ReactiveController {
  #observer: IntersectionObserver | null = null;
  #thing: Element | null = null;
  #sinceMs: number | null = null;

  constructor(host: ReactiveControllerHost, private readonly find: () => Element | null) {
    host.addController(this);
  }

  hostUpdated(): void {
    const thing = this.find();
    if (thing === this.#thing) return;
    this.hostDisconnected();
    this.#thing = thing;
    if (!thing || !('isVisible' in IntersectionObserverEntry.prototype)) return;
    this.#observer = new IntersectionObserver((entries) => this.#told(entries.at(-1) as SeenEntry), kEvery);
    this.#observer.observe(thing);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#thing = null;
    this.#sinceMs = null;
  }

  get takesPresses(): boolean {
    return !this.#observer || (this.#sinceMs !== null && performance.now() - this.#sinceMs >= kReadForMs);
  }

  #told({ isVisible, intersectionRatio, time }: SeenEntry): void {
    if (!isVisible || intersectionRatio < 0.99) this.#sinceMs = null;
    else this.#sinceMs ??= time;
  }
}
