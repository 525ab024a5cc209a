/**
 * The same package in miniprogram-simulate as it is: its loader runs the scripts with Node's `require`, in this realm, with all
 * that Node and jsdom have; setData goes straight to the screen. `wx`, the clock and WXWebAssembly are the same as on the phone.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dateOf, timersOf } from './clock.ts';
import type { Device } from './device.ts';
import type { Host, OpenPage } from './host.ts';
import type { Method } from './logic.ts';
import { Navigation } from './navigation.ts';
import type { PackageFolder } from './package-folder.ts';
import { Realm } from './realm.ts';
import { selectorQuery } from './selector-query.ts';
import { Session, type EnterOptions } from './session.ts';
import { document, hearErrors, simulate, templateGlobals } from './view.ts';
import { webAssemblyOf } from './web-assembly.ts';
import { wxOf, type Wx } from './wx.ts';

const load = createRequire(import.meta.url);
const RealDate = Date;
const here = globalThis as unknown as Record<string, unknown>;
let running: Simulator | null = null;
/** The loader compiles a folder once, and what it compiled asks for these each time. */
const globals = new WeakMap<PackageFolder, object>();

export class Simulator implements Host {
  readonly session: Session;
  readonly navigation: Navigation;
  readonly wx: Wx;
  private readonly before: Record<string, unknown> = {};
  private appInstance: Record<string, unknown> = {};

  constructor(private readonly device: Device, private readonly folder: PackageFolder, launch: EnterOptions) {
    const realm = new Realm({ Object, Array, ArrayBuffer, Uint8Array, Uint8ClampedArray, Promise, Error, WebAssembly });
    this.session = new Session(device, realm, launch);
    this.navigation = new Navigation(this.session, folder, this);
    this.wx = wxOf(this.session, this.navigation);
  }

  start(): void {
    if (running) throw new Error('one simulator runs at a time: its package has the globals of this realm');
    running = this;
    const { device, session } = this;
    hearErrors((error) => device.trouble(error));
    this.replace({
      ...timersOf(device.clock, session.run), Date: dateOf(RealDate, device.clock.nowMs), wx: this.wx.functions,
      WXWebAssembly: device.hasWebAssembly ? webAssemblyOf(session, this.folder) : undefined,
      App: (app: Record<string, unknown>) => { this.appInstance = app; },
      getApp: () => this.appInstance,
      __WXML_GLOBAL__: globalsOf(this.folder),
      getCurrentPages: () => this.navigation.stack.map(({ instance }) => instance),
    });
    session.run(() => { load(join(this.folder.ofItsOwn, 'app.js')); });
  }

  app(event: 'onLaunch' | 'onShow' | 'onHide', options?: EnterOptions): void {
    const work = this.appInstance[event];
    if (typeof work === 'function') this.session.run(() => { (work as Method).call(this.appInstance, { ...options }); });
  }

  open(route: string, query: Record<string, string>): OpenPage {
    const root = simulate.render(simulate.load(join(this.folder.ofItsOwn, route), { rootPath: this.folder.ofItsOwn }), query);
    const instance = root.instance as Record<string, unknown>;
    Object.assign(instance, {
      is: route, route, options: query,
      createSelectorQuery: () => selectorQuery(this.session, root._exparserNode),   // its own has no nodes
    });
    // A promise of before may still run after the end: as on a phone, nothing is drawn then.
    const setData = instance['setData'] as Method;
    instance['setData'] = (...given: unknown[]) => this.session.run(() => setData.apply(instance, given));
    this.session.nodes.set(instance, root._exparserNode);
    root.attach(document.body);
    const call = (method: string, value?: unknown): unknown => {
      const work = instance[method];
      return typeof work === 'function' ? this.session.run(() => (work as Method).call(instance, value)) : undefined;
    };
    return {
      route, root, instance, call,
      show: () => { call('onShow'); root.triggerPageLifeTime('show'); },
      hide: () => { call('onHide'); root.triggerPageLifeTime('hide'); },
      close: () => { call('onUnload'); root.detach(); },
    };
  }

  stop(): void {
    this.session.end();
    this.wx.network.end();
    this.navigation.end();
    for (const path of Object.keys(load.cache)) if (path.startsWith(this.folder.ofItsOwn)) delete load.cache[path];
    Object.assign(here, this.before);
    running = null;
  }

  private replace(globals: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(globals)) {
      this.before[name] = here[name];
      here[name] = value;
    }
  }
}

function globalsOf(folder: PackageFolder): object {
  const own = globals.get(folder) ?? templateGlobals();
  globals.set(folder, own);
  return own;
}
