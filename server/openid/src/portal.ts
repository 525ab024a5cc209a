/** A portal of the city, as this service asks people through it: the kit, and all that is used of it here. */
import type { openPortal } from '@citycode/verify/portal';

export type { CityPortal, Question, SignIn, SignInAnswer } from '@citycode/verify/portal';
export type OpenPortal = typeof openPortal;
