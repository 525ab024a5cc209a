/**
 * A component as the package's code sees it. Its screen is elsewhere: what goes there is JSON, of 1 MB at most at a time, and
 * never undefined (developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html, setData).
 */
import { copyOf, lostInJson } from './plain.ts';
import { selectorQuery } from './selector-query.ts';
import type { Session } from './session.ts';
import type { ViewInstance } from './view.ts';

export type Method = (...values: unknown[]) => unknown;

export interface Definition {
  readonly data?: Record<string, unknown>;
  readonly properties?: Record<string, unknown>;
  readonly methods?: Record<string, Method>;
  readonly observers?: Record<string, Method>;
  readonly lifetimes?: Record<string, Method>;
  readonly pageLifetimes?: Record<string, Method>;
  readonly options?: Record<string, unknown>;
  readonly [member: string]: unknown;
}

const kMaxSetDataBytes = 1024 * 1024;

export class Logic {
  readonly instance: Record<string, unknown>;
  private readonly data: Record<string, unknown>;
  private stage: 'created' | 'attached' | 'detached' = 'created';

  constructor(private readonly session: Session, private readonly definition: Definition, path: string, private readonly view: ViewInstance) {
    const { realm } = session;
    const values = copyOf((view as unknown as { data: object }).data);   // the engine's, with what the properties were given
    this.data = realm.copy(values) as Record<string, unknown>;
    this.instance = Object.assign(new realm.own.Object() as Record<string, unknown>, definition.methods, {
      is: path, route: path, id: view._exparserNode.id, dataset: realm.copy(copyOf(view._exparserNode.dataset ?? {})),
      data: this.data, properties: this.data,
      setData: (changes: unknown, done?: () => void) => this.setData(changes, done),
      triggerEvent: (name: string, detail: unknown = {}, options?: object) => view.triggerEvent(name, copyOf(detail), options),
      createSelectorQuery: () => selectorQuery(session, view._exparserNode),
    });
    session.nodes.set(this.instance, view._exparserNode);
  }

  has(method: string): boolean {
    return typeof this.instance[method] === 'function';
  }

  call(method: string, ...values: unknown[]): unknown {
    if (!this.has(method)) return undefined;
    return this.session.run(() => (this.instance[method] as Method)(...values.map((value) => this.session.realm.copy(copyOf(value)))));
  }

  /** Of `lifetimes`, else of the definition itself, as the documentation orders them. */
  lifetime(name: string): void {
    if (name === 'attached') this.stage = name;
    const own = this.definition[name];
    const work = this.definition.lifetimes?.[name] ?? (typeof own === 'function' ? own as Method : undefined);
    if (work) this.session.run(() => { work.call(this.instance); });
    if (name === 'detached') this.stage = name;
  }

  pageLifetime(name: string): void {
    this.session.run(() => { this.definition.pageLifetimes?.[name]?.call(this.instance); });
  }

  /** The page that holds this component gave a property another value. */
  received(name: string, value: unknown, before: unknown): void {
    const [now, then] = [value, before].map((one) => this.session.realm.copy(copyOf(one)));
    this.data[name] = now;
    const { observer } = this.definition.properties?.[name] as { observer?: Method | string } ?? {};
    const work = typeof observer === 'string' ? this.instance[observer] as Method : observer;
    if (work) this.session.run(() => { work.call(this.instance, now, then); });
    this.observe([name]);
  }

  private setData(changes: unknown, done?: () => void): void {
    const lost = lostInJson(changes);
    if (lost) throw this.refused(`setData: ${lost}`);
    const text = JSON.stringify(changes);
    if (Buffer.byteLength(text) > kMaxSetDataBytes) throw this.refused(`setData: ${Buffer.byteLength(text)} bytes are more than ${kMaxSetDataBytes}`);
    // …/dev/framework/custom-component/lifetimes.html: not yet when it is created.
    if (this.stage === 'created') throw this.refused('setData: in created');
    if (this.stage === 'detached') return;
    const copy = JSON.parse(text) as Record<string, unknown>;
    for (const [path, value] of Object.entries(copy)) this.put(path, value);
    this.session.later(() => {
      if (this.stage === 'attached') this.view.setData(JSON.parse(text) as object);
      done?.call(this.instance);
    });
    this.observe(Object.keys(copy));
  }

  /** Told to the test as well: the package may catch it. */
  private refused(message: string): Error {
    const error = new this.session.realm.own.Error(message);
    this.session.device.trouble(error);
    return error;
  }

  private put(path: string, value: unknown): void {
    const steps = stepsOf(path), last = steps.pop()!;
    let holder = this.data as Record<string | number, unknown>;
    steps.forEach((step, index) => {
      const next = steps[index + 1] ?? last;
      holder[step] ??= this.session.realm.copy(typeof next === 'number' ? [] : {});
      holder = holder[step] as Record<string | number, unknown>;
    });
    holder[last] = this.session.realm.copy(value);
  }

  private observe(changed: readonly string[]): void {
    for (const [watched, work] of Object.entries(this.definition.observers ?? {})) {
      const paths = watched.split(',').map((path) => path.trim());
      const touched = paths.some((path) => path === '**' || changed.some((one) => isWithin(one, path.replace(/\.\*\*$/, ''))));
      if (touched) this.session.run(() => { work.apply(this.instance, paths.map((path) => this.get(path))); });
    }
  }

  private get(path: string): unknown {
    if (path === '**') return this.data;
    return stepsOf(path.replace(/\.\*\*$/, '')).reduce<unknown>((holder, step) => (holder as Record<string | number, unknown> | undefined)?.[step], this.data);
  }
}

/** `list[0].name` as list, 0, name. */
function stepsOf(path: string): (string | number)[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function isWithin(changed: string, watched: string): boolean {
  const one = stepsOf(changed), other = stepsOf(watched);
  return other.slice(0, one.length).every((step, index) => step === one[index]);
}
