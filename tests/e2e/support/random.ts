/** Randomness that can be repeated: the seed is printed with every film. */
export type Random = () => number;

/** mulberry32: 0 ≤ x < 1. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** CITYCODE_SEED repeats a run; else every run sees other angles and other noise. */
export function chooseSeed(): number {
  const given = Number(process.env['CITYCODE_SEED']);
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 32);
}
