/** How the chat app answers: success, fail and complete, or a promise where none of them is given. */
import type { Session } from './session.ts';

export interface Callbacks {
  success?: (result: unknown) => void;
  fail?: (result: unknown) => void;
  complete?: (result: unknown) => void;
}

export type Options = Callbacks & Record<string, unknown>;

/** What becomes `errMsg: "api:fail …"`. */
export class Refusal extends Error {}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html: an asynchronous function of `wx`. */
export function asks(session: Session, name: string, work: (options: Options) => object | void | Promise<object | void>) {
  return (options: Options = {}): unknown => {
    if (!session.alive) return undefined;   // what a promise of an ended package still runs changes nothing
    const answered = answer(session, name, async () => work(options));
    if (options.success ?? options.fail ?? options.complete) {
      void answered.then((result) => tell(session, options, result));
      return undefined;
    }
    return new session.realm.own.Promise((resolve, reject) => {
      void answered.then((result) => session.later(() => (result.ok ? resolve : reject)(result.value)));
    });
  };
}

export interface Answer {
  readonly ok: boolean;
  readonly value: unknown;
}

export async function answer(session: Session, name: string, work: () => Promise<object | void>): Promise<Answer> {
  try {
    return { ok: true, value: session.realm.copy({ errMsg: `${name}:ok`, ...await work() }) };
  } catch (error) {
    if (!(error instanceof Refusal)) session.device.trouble(error);
    return { ok: false, value: session.realm.copy({ errMsg: `${name}:fail ${(error as Error).message}` }) };
  }
}

export function tell(session: Session, options: Callbacks, result: Answer): void {
  session.later(() => {
    (result.ok ? options.success : options.fail)?.(result.value);
    options.complete?.(result.value);
  });
}

/** A synchronous function of `wx`: it throws what it refuses. */
export function returns<Values extends unknown[]>(session: Session, name: string, work: (...values: Values) => unknown) {
  return (...values: Values): unknown => {
    if (!session.alive) return undefined;
    try {
      return session.realm.copy(work(...values));
    } catch (error) {
      if (!(error instanceof Refusal)) session.device.trouble(error);
      throw new session.realm.own.Error(`${name}:fail ${(error as Error).message}`);
    }
  };
}
