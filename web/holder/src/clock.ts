/** By how much this phone's clock and the server's differ, and when that is worth saying. */

/** A desk accepts a minute, a gate half of one: from here people begin to be refused. */
export const kWorthSayingSeconds = 30;

/** Phone minus server; the server answered somewhere between the two readings of the phone's clock. */
export function clockDifferenceSeconds(serverUnixSeconds: number, askedAtMs: number, answeredAtMs: number): number {
  return Math.round((askedAtMs + answeredAtMs) / 2000 - serverUnixSeconds);
}

export function isWorthSaying(differenceSeconds: number): boolean {
  return Math.abs(differenceSeconds) > kWorthSayingSeconds;
}
