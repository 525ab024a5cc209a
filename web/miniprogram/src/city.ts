/** Which city this program is of: `city.js` of the package, which the build writes and an operator may change. */
export interface City {
  /** Scheme and authority at which it is asked; in the platform's list of allowed domains. */
  readonly origin: string;
}

let own: City | null = null;

export function useCity(city: City): void {
  own = city;
}

export function city(): City {
  if (!own) throw new Error('app.js says the city first');
  return own;
}
