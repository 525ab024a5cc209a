import { kListAheadSeconds } from '@citycode/wasm/limits';

/** As much the core allows a list to be ahead before it calls a clock wrong. */
export const kClockToleranceSeconds = kListAheadSeconds;

/**
 * How far a device's clock is behind the newest of the lists that it holds, whose ages these are: nothing is signed in
 * the future, so a list of a negative age shows a wrong clock. 0 where the lists show nothing of the kind.
 */
export function clockBehindSeconds(agesSeconds: readonly (number | null)[]): number {
  const behind = -Math.min(0, ...agesSeconds.map((age) => age ?? 0));
  return behind > kClockToleranceSeconds ? behind : 0;
}
