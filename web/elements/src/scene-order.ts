/** Everyday scenes first. A scene that a city adds later comes after these, in its own order. */
const EVERYDAY: readonly string[] = [
  'transit', 'identity', 'medical', 'community', 'culture-and-sport', 'government-service',
  'over-60', 'over-18', 'resident', 'disabled', 'exhibition', 'worksite', 'court', 'enterprise', 'health',
];

export function orderScenes(scopes: readonly string[]): string[] {
  const rank = (scope: string): number => (EVERYDAY.includes(scope) ? EVERYDAY.indexOf(scope) : EVERYDAY.length);
  return [...scopes].sort((a, b) => rank(a) - rank(b));
}
