/** A demo city's scanner asks for its enrolment code by itself. */
export const DEMO_FRAGMENT = '#demo';

/** Where a page's link to the scanner leads. Whether the city is a demo, /v1/city says. */
export const scannerAddress = (isDemoCity: boolean): string => `/console/${isDemoCity ? DEMO_FRAGMENT : ''}`;
