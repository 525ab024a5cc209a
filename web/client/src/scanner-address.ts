import { kMaxVenueIdBytes } from '@citycode/wasm/limits';

/** A demo city's scanner asks for its enrolment code by itself: for the hall, or for the place that is named. */
export const kDemoFragment = new RegExp(`^#demo(?:=([a-z0-9-]{1,${kMaxVenueIdBytes}}))?$`);

/** Where a page's link to the scanner leads. Whether the city is a demo, /v1/city says; places are of demo cities only. */
export function scannerAddress(isDemoCity: boolean, placeId = ''): string {
  if (!isDemoCity) return '/console/';
  return placeId ? `/console/#demo=${placeId}` : '/console/#demo';
}
