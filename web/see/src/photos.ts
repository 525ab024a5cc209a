/** Photos of a screen, each taken when its code came: the last minute's. */

export interface Photo<Picture> {
  readonly picture: Picture;
  readonly takenAtMs: number;
}

/** One comes every 5 seconds, and the oldest that is asked for is ten seconds old. */
const kMostKept = 6;

export class Photos<Picture> {
  #photos: readonly Photo<Picture>[] = [];

  add(picture: Picture, takenAtMs: number): void {
    this.#photos = [...this.#photos, { picture, takenAtMs }].slice(-kMostKept);
  }

  forget(): void {
    this.#photos = [];
  }

  /** The youngest that is so old. */
  ofAge(ageMs: number, nowMs: number): Photo<Picture> | null {
    return this.#photos.filter(({ takenAtMs }) => nowMs - takenAtMs >= ageMs).at(-1) ?? null;
  }

  /** How long until there is one; null where none was taken. */
  untilAge(ageMs: number, nowMs: number): number | null {
    const [oldest] = this.#photos;
    return oldest ? Math.max(0, ageMs - (nowMs - oldest.takenAtMs)) : null;
  }
}
