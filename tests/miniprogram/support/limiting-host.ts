/**
 * A phone that gives a package only what is documented: its code runs in a realm of its own (globals.ts), its screen is told
 * JSON alone (logic.ts), its files are those of the package (modules.ts).
 */
import { runInContext } from 'node:vm';
import { timersOf } from './clock.ts';
import { packageRealm } from './globals.ts';
import type { Host, OpenPage } from './host.ts';
import { Logic, type Definition, type Method } from './logic.ts';
import { Modules } from './modules.ts';
import { Navigation } from './navigation.ts';
import type { PackageFolder } from './package-folder.ts';
import { copyOf } from './plain.ts';
import { Session, type EnterOptions } from './session.ts';
import type { Device } from './device.ts';
import { addStyle, compileTemplates, document, engine, hearErrors, type ViewInstance, type ViewNode } from './view.ts';
import { webAssemblyOf } from './web-assembly.ts';
import { wxOf, type Wx } from './wx.ts';

let lastId = 0;

export class LimitingHost implements Host {
  readonly session: Session;
  readonly navigation: Navigation;
  readonly wx: Wx;
  private readonly modules: Modules;
  private readonly globals: Record<string, unknown>;
  private readonly templates: (path: string) => unknown;
  private readonly definitions = new Map<string, Definition>();
  private readonly ids = new Map<string, string>();
  private readonly logics = new Map<ViewNode, Logic>();
  private readonly styles: (() => void)[] = [];
  private loading = '';
  private appInstance: Record<string, unknown> = {};

  constructor(device: Device, private readonly folder: PackageFolder, launch: EnterOptions) {
    const { context, realm } = packageRealm(device.baseLibrary, device.clock.nowMs);
    this.session = new Session(device, realm, launch);
    this.navigation = new Navigation(this.session, folder, this);
    this.wx = wxOf(this.session, this.navigation);
    this.modules = new Modules(folder, context, () => new realm.own.Object());
    this.templates = compileTemplates(folder);
    this.globals = runInContext('this', context) as Record<string, unknown>;
    Object.assign(this.globals, timersOf(device.clock, this.session.run), {
      console: consoleOf(device), wx: this.wx.functions,
      App: (app: Record<string, unknown>) => { this.appInstance = app; },
      getApp: () => this.appInstance,
      Page: (page: Record<string, unknown>) => void this.definitions.set(this.loading, asComponent(page)),
      Component: (definition: Definition) => void this.definitions.set(this.loading, definition),
      getCurrentPages: () => realm.copy(this.navigation.stack.map(({ instance }) => instance)),
    });
    if (device.hasWebAssembly) this.globals['WXWebAssembly'] = webAssemblyOf(this.session, folder);
  }

  start(): void {
    hearErrors((error) => this.session.device.trouble(error));
    const { tooLarge } = this.folder;
    if (tooLarge) this.session.device.trouble(new Error(tooLarge));
    const style = this.folder.text('app.wxss');
    if (style) this.styles.push(addStyle(style));
    this.session.run(() => this.modules.load('app.js'));
    for (const route of this.folder.routes) this.define(route);
  }

  app(event: 'onLaunch' | 'onShow' | 'onHide', options?: EnterOptions): void {
    const work = this.appInstance[event];
    if (typeof work === 'function') this.session.run(() => { (work as Method).call(this.appInstance, this.session.realm.copy({ ...options })); });
  }

  open(route: string, query: Record<string, string>): OpenPage {
    const id = this.ids.get(route);
    if (!id) throw new Error(`page "${route}" was not registered`);
    const named = Object.keys(this.definitions.get(route)?.properties ?? {});
    const root = engine.create(id, Object.fromEntries(Object.entries(query).filter(([name]) => named.includes(name))));
    root.attach(document.body);
    const logic = this.logics.get(root._exparserNode)!;
    Object.assign(logic.instance, { options: this.session.realm.copy(query) });
    const all = (name: string): void => {
      for (const [node, one] of this.logics) if (root.dom.contains(node.$$)) one.pageLifetime(name);
    };
    return {
      route, root, instance: logic.instance,
      show: () => { logic.call('onShow'); all('show'); },
      hide: () => { logic.call('onHide'); all('hide'); },
      call: (method, value) => logic.call(method, value),
      close: () => { logic.call('onUnload'); root.detach(); },
    };
  }

  stop(): void {
    this.session.end();
    this.wx.network.end();
    this.navigation.end();
    for (const remove of this.styles) remove();
  }

  /** Runs a component's script and those of what it uses, and registers its screen; returns the id that the engine has for it. */
  private define(path: string): string {
    const known = this.ids.get(path);
    if (known) return known;
    const { usingComponents } = this.folder.json(path);
    const uses = Object.entries(usingComponents as Record<string, string> | undefined ?? {})
      .map(([tag, used]) => [tag, this.define(new URL(used, `app:///${path}`).pathname.slice(1))]);
    this.loading = path;
    this.session.run(() => this.modules.load(`${path}.js`));
    const definition = this.definitions.get(path) ?? {};
    if (this.folder.routes.includes(path) && !usingComponents && !definition['isPage']) {
      // …/dev/framework/custom-component/component.html: a page made with Component needs it.
      this.session.device.trouble(new Error(`${path}.json has no usingComponents`));
    }
    const style = this.folder.text(`${path}.wxss`);
    if (style) this.styles.push(addStyle(style));
    const id = engine.register(this.screenOf(path, definition, Object.fromEntries(uses) as Record<string, string>));
    this.ids.set(path, id);
    return id;
  }

  /** What the engine is given: the template, values, and handlers that hand over to the package's realm. */
  private screenOf(path: string, definition: Definition, usingComponents: Record<string, string>): object {
    const { logics, session } = this;
    const logicOf = (view: ViewInstance): Logic | undefined => logics.get(view._exparserNode);
    const properties = Object.entries(definition.properties ?? {}).map(([name, said]) => [name, {
      ...propertyOf(said),
      observer(this: ViewInstance, value: unknown, before: unknown) { logicOf(this)?.received(name, value, before); },
    }]);
    const methods = Object.keys(definition.methods ?? {}).map((name) => [name, function handle(this: ViewInstance, event: unknown) {
      logicOf(this)?.call(name, event);
    }]);
    return {
      id: `bench-${++lastId}`, tagName: path.replace(/\W/g, '-'), template: this.templates(`${path}.wxml`), usingComponents,
      options: { ...copyOf(definition.options), classPrefix: '' },
      properties: Object.fromEntries(properties), data: copyOf(definition.data ?? {}), methods: Object.fromEntries(methods),
      lifetimes: {
        created(this: ViewInstance) {
          const logic = new Logic(session, definition, path, this);
          logics.set(this._exparserNode, logic);
          logic.lifetime('created');
        },
        attached(this: ViewInstance) { logicOf(this)?.lifetime('attached'); },
        ready(this: ViewInstance) { logicOf(this)?.lifetime('ready'); },
        detached(this: ViewInstance) {
          logicOf(this)?.lifetime('detached');
          logics.delete(this._exparserNode);
        },
      },
    };
  }
}

/** `Page({…})`: its functions are methods, its other members stay on the page. */
function asComponent(page: Record<string, unknown>): Definition {
  const { data, ...members } = page;
  return { isPage: true, data: data as Record<string, unknown> ?? {}, methods: members as Record<string, Method> };
}

/** `{ type, value }` with this realm's constructors: the engine compares them. */
function propertyOf(said: unknown): object {
  const ours: Readonly<Record<string, unknown>> = { String, Number, Boolean, Object, Array };
  const { type, value } = typeof said === 'function' || said === null ? { type: said, value: undefined } : said as { type: unknown; value: unknown };
  return { type: ours[(type as { name?: string } | null)?.name ?? ''] ?? null, ...(value === undefined ? {} : { value: copyOf(value) }) };
}

/** What a package writes there is a test's to read. */
function consoleOf({ log }: Device): Record<string, Method> {
  const write = (...said: unknown[]): void => { log.push(said.map(String).join(' ')); };
  return Object.fromEntries(['log', 'info', 'debug', 'warn', 'error', 'group', 'groupEnd'].map((name) => [name, write]));
}
