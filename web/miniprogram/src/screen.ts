/** A page of the program: what it knows, what it does, and all that its template shows. */
import { hasWords } from './language.js';

export type View = Readonly<Record<string, unknown>>;

export abstract class Screen {
  /** Where the platform has it: for canvases. */
  protected host: WechatMiniprogram.Component.TrivialInstance | null = null;

  attach(host: WechatMiniprogram.Component.TrivialInstance): void {
    this.host = host;
  }

  /** Everything that the template needs, as it is now. */
  abstract view(): View;

  /** The page was opened; `query` is its address's. */
  opened(_query: Readonly<Record<string, string | undefined>>): void {}
  shown(): void {}
  hidden(): void {}
  closed(): void {}
  /** The template is there. */
  ready(): void {}

  /** A page that the chat app opened first of all, though it follows another, has no words yet, and leaves. */
  protected draw(): void {
    if (hasWords()) this.host?.setData(this.view());
  }
}

type Handler = (event: never) => unknown;

/** Makes a page of it. `handlers`: its methods that the template names. */
export function page<S extends Screen, H extends keyof S & string>(make: () => S, handlers: readonly H[]): void {
  const screens = new WeakMap<object, S>();
  const of = (instance: object): S => {
    let screen = screens.get(instance);
    if (!screen) {
      screens.set(instance, screen = make());
      screen.attach(instance as WechatMiniprogram.Component.TrivialInstance);
    }
    return screen;
  };
  const methods: Record<string, (this: object, given: never) => unknown> = {
    onLoad(query) { of(this).opened(query); },
    onReady() { of(this).ready(); },
    onShow() { of(this).shown(); },
    onHide() { of(this).hidden(); },
    onUnload() { of(this).closed(); },
    // Nothing of the person, and no picture of the screen.
    onShareAppMessage() { return { title: 'Citycode', path: '/pages/code/index', imageUrl: '/share.png' }; },
  };
  for (const name of handlers) methods[name] = function handle(event) { return (of(this)[name] as Handler).call(of(this), event); };
  Component({ data: {}, methods } as never);
}
