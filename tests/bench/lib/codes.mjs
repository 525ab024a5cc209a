// Codes to put into frames, drawn by the core itself.
import { randomFrom } from './film.mjs';

const kBase45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';   // RFC 9285

/** A text as long as a real code: "CC1:" and 264 bytes in base45, which is QR version 12-M. */
export function codeLikeText(seed) {
  const random = randomFrom(seed);
  return `CC1:${Array.from({ length: 396 }, () => kBase45[Math.floor(random() * 45)]).join('')}`;
}

/** The modules of a drawn text, without its quiet zone. */
export function modulesOf(core, text, level = 'M') {
  const drawn = core.holder.drawPixels(text, level, 1).ok;
  const side = drawn.sidePx - 8;
  const isDark = (x, y) => x >= 0 && y >= 0 && x < side && y < side && drawn.rgba[((y + 4) * drawn.sidePx + x + 4) * 4] === 0;
  return { side, version: drawn.version, isDark };
}
