/** What each engine does in a way of its own; all else is the same for every engine (page.ts). */
export interface Tab {
  /** The engine's name and version, as it says them itself. */
  version(): Promise<string>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page, which knows nothing of the test but its arguments; both ways as JSON has it. */
  evaluate<Args extends unknown[], Result>(ask: (...args: Args) => Result | Promise<Result>, ...args: Args): Promise<Result>;
  /** The pointer, at this place of the window in CSS px. */
  pressAt(x: number, y: number): Promise<void>;
  /** The keyboard, wherever the focus is. */
  type(text: string): Promise<void>;
  /** What the window shows, as a PNG with one pixel for each CSS px. */
  picture(): Promise<Uint8Array>;
  /** The whole device sleeps, and wakes after that time; absent where an engine has no such way. */
  sleep?(ms: number): Promise<void>;
  /** What the page, its policy or the engine complained of until now. */
  complaints(): Promise<readonly string[]>;
}

/** A device each time: a process and a profile of its own. */
export interface Engine {
  readonly name: string;
  /** `before` runs in each page before anything of the page's own. */
  open(before: readonly (() => void)[]): Promise<Tab>;
  /** Ends every device. */
  close(): Promise<void>;
}

/** As phones have it; more than its window shows of a scanner is not needed. */
export const kWindowSizePx = { width: 420, height: 900 };

/** Engines differ in what they say of a policy that was broken: this says it in all of them. */
export function tellOfPolicy(): void {
  document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
}

/** The engine's own note of a request that failed: the journeys take the city away. */
export const isNoteOfRequest = (text: string): boolean => text.startsWith('Failed to load resource');
