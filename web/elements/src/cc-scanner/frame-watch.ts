/**
 * When the last frame came, by its time: a camera can stop to deliver without a word. Pure: the clock is handed in.
 * A still frame that a page was given again (requestAnimationFrame) is no new one; frames.ts tells them apart.
 */

/** A camera in little light still gives 5 frames a second; 3 s without any is a stop, and not a slow moment of the phone. */
export const kStalledMs = 3000;
/** So long a camera that was started anew has for its first frame; then a person is told. */
export const kRestartMs = 5000;
/** Nothing read for so long: then a hint how to hold the code is worth reading. */
export const kHintMs = 8000;

export type Health = 'well' | 'restart' | 'lost';

export class FrameWatch {
  #lastMs: number | null = null;
  #restartedMs: number | null = null;
  #nothingSinceMs: number | null = null;

  /** The camera was started, or the page is looked at again: silence before that counts for nothing. */
  begin(nowMs: number): void {
    this.#lastMs = nowMs;
    this.#nothingSinceMs = null;
  }

  frame(nowMs: number): void {
    this.#lastMs = nowMs;
    // A camera that gives a few frames and stops again was not mended by its restart.
    if (this.#restartedMs !== null && nowMs - this.#restartedMs >= kRestartMs) this.#restartedMs = null;
    this.#nothingSinceMs ??= nowMs;
  }

  /** A symbol was read: there is nothing to hint at. */
  read(): void {
    this.#nothingSinceMs = null;
  }

  /** What is to be done; to be asked about once a second. It says 'restart' once for each stop. */
  health(nowMs: number): Health {
    if (this.#lastMs === null || nowMs - this.#lastMs < kStalledMs) return 'well';
    if (this.#restartedMs === null) {
      this.#restartedMs = nowMs;
      return 'restart';
    }
    return nowMs - this.#restartedMs < kRestartMs ? 'well' : 'lost';
  }

  needsHint(nowMs: number): boolean {
    return this.#nothingSinceMs !== null && nowMs - this.#nothingSinceMs >= kHintMs;
  }

  stop(): void {
    this.#lastMs = null;
    this.#restartedMs = null;
    this.#nothingSinceMs = null;
  }
}
