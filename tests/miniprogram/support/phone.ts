/** A phone with the chat app and one mini-program on it, as a test drives it: the same for both hosts. */
import { Device, type Call, type PhoneSettings } from './device.ts';
import type { OpenPage } from './host.ts';
import { LimitingHost } from './limiting-host.ts';
import { PackageFolder } from './package-folder.ts';
import { Screen } from './screen.ts';
import type { EnterOptions } from './session.ts';
import { Simulator } from './simulator.ts';
import { kMaxStorageBytes, used } from './storage.ts';
import { pageOf, watchElements, type ViewNode } from './view.ts';

export type { Pixels, Described } from './screen.ts';
export type { PhoneSettings } from './device.ts';
export type HostKind = 'limiting' | 'simulator';
export const kHosts: readonly HostKind[] = ['limiting', 'simulator'];

/** …/dev/reference/scene-list.html: from the list of recently used mini-programs. */
const kScene = 1089;
const kFillerBytes = 512 * 1024;
/** Until a mini-program in the background stands still, and until it is ended (…/dev/framework/runtime/operating-mechanism.html). */
const kSleepMs = 5_000;
const kEndMs = 30 * 60_000;

export interface Entry {
  /** The first page of the package, unless said. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
}

export class MiniPhone {
  private readonly device: Device;
  private readonly folder: PackageFolder;
  private readonly screen: Screen;
  private host: LimitingHost | Simulator | null = null;
  private stopWatching = (): void => {};
  private hiddenSinceMs = 0;
  private sleepTimer = 0;

  private constructor(private readonly kind: HostKind, packageFolder: string, settings: PhoneSettings) {
    this.device = new Device(settings);
    this.folder = new PackageFolder(packageFolder, settings.files);
    this.screen = new Screen(() => this.topPage(), (url, openType) => this.follow(url, openType), () => this.device.troubles.join('\n'));
  }

  static start(kind: HostKind, packageFolder: string, settings: PhoneSettings = {}): MiniPhone {
    return new MiniPhone(kind, packageFolder, settings);
  }

  /** A cold start. What the package throws is in `takeTroubles`. */
  launch({ path = this.folder.app.pages[0]!, query = {} }: Entry = {}): void {
    this.kill();
    const options: EnterOptions = { path, query: { ...query }, scene: kScene, referrerInfo: {} };
    const Kind = this.kind === 'limiting' ? LimitingHost : Simulator;
    const host = this.host = new Kind(this.device, this.folder, options);
    const { wx: { camera }, navigation } = host;
    const isOurs = (node: ViewNode): boolean => navigation.stack.some(({ root }) => root.dom === pageOf(node));
    this.stopWatching = watchElements('camera', (node) => { if (isOurs(node)) camera.appeared(node); }, (node) => camera.disappeared(node));
    host.start();
    host.app('onLaunch', options);
    host.app('onShow', options);
    host.navigation.start(path, options.query);
  }

  /** A hot start, or a cold one after half an hour in the background; with a path the pages that were open are closed. */
  launchAgain(query: Readonly<Record<string, string>> = {}, path?: string): void {
    const { session, navigation } = this.running();
    this.hide();
    if (this.device.clock.elapsedMs() - this.hiddenSinceMs >= kEndMs) return this.launch({ query, ...(path ? { path } : {}) });
    this.device.clock.clearTimer(this.sleepTimer);
    session.wakeUp();
    session.enter = { path: path ?? this.topPage().route, query: { ...query }, scene: kScene, referrerInfo: {} };
    session.foreground = true;
    this.running().app('onShow', session.enter);
    session.tell('AppShow', session.enter);
    if (path) navigation.start(path, session.enter.query);
    else this.topPage().show();
  }

  /** To the background: the chat app may end it there. */
  hide(): void {
    const { session, wx } = this.running();
    if (!session.foreground) return;
    wx.camera.wentToBackground();
    session.foreground = false;
    this.hiddenSinceMs = this.device.clock.elapsedMs();
    this.sleepTimer = this.device.clock.setTimer(() => {
      wx.network.interrupt();
      session.fallAsleep();
    }, kSleepMs);
    this.topPage().hide();
    this.running().app('onHide');
    session.tell('AppHide');
  }

  /** The gesture or button of the system: the page before, and from the first one out of the mini-program. */
  back(): void {
    if (this.depth > 1) this.running().navigation.back(1);
    else this.hide();
  }

  page(): Screen {
    return this.screen;
  }

  /** How many pages are open. */
  get depth(): number {
    return this.running().navigation.stack.length;
  }

  /** What the camera sees; returns how many listeners of the package got it. */
  showFrame(rgba: Uint8Array, width: number, height: number): number {
    return this.running().wx.camera.show(rgba, width, height);
  }

  /** The chat app ends it: all memory is gone, storage stays. */
  kill(): void {
    this.stopWatching();
    this.host?.stop();
    this.host = null;
  }

  goOffline(): void {
    this.device.online = false;
    this.host?.wx.network.goOffline();
    this.host?.session.tell('NetworkStatusChange', { isConnected: false, networkType: 'none' });
  }

  goOnline(): void {
    this.device.online = true;
    this.host?.session.tell('NetworkStatusChange', { isConnected: true, networkType: 'wifi' });
  }

  /** How far the phone's clock is ahead; timers do not notice. */
  setClock(offsetMs: number): void {
    this.device.clock.offsetMs = offsetMs;
  }

  /** Time passes, for the clock and for timers. */
  async advance(ms: number): Promise<void> {
    await this.device.clock.advance(ms);
  }

  /** Leaves no more than so many bytes of the 10 MB. */
  fillStorage(leftBytes = 0): void {
    const { storage } = this.device;
    for (let free = this.freeBytes() - leftBytes; free > 2; free = this.freeBytes() - leftBytes) {
      storage.set(`filler-${storage.size}`, { type: 'json', text: `"${'x'.repeat(Math.min(free, kFillerBytes) - 2)}"`, encrypted: false });
    }
  }

  /** The chat app cleans up what has not been used for long. */
  evictStorage(): void {
    this.device.storage.clear();
  }

  /** One entry is lost. */
  takeAway(key: string): void {
    this.device.storage.delete(key);
  }

  /** What is in storage, by key. */
  stored(): Record<string, unknown> {
    return Object.fromEntries([...this.device.storage].map(([key, { text }]) => [key, JSON.parse(text) as unknown]));
  }

  /** What the person answers when asked, and, where the package opens the settings, decides there. */
  refuseCamera(): void {
    this.device.cameraAllowed = false;
  }

  allowCamera(): void {
    this.device.cameraAllowed = true;
  }

  /** As if storage for it were missing: so many of the next instantiations fail. */
  failWebAssembly(times: number): void {
    this.device.failingModules = times;
  }

  /** From the next launch on; a chat app before base library 2.13. */
  withoutWebAssembly(): void {
    this.device.hasWebAssembly = false;
  }

  captureScreen(): void {
    this.running().session.tell('UserCaptureScreen');
  }

  warnOfMemory(): void {
    this.running().session.tell('MemoryWarning', { level: 10 });
  }

  get modal(): Record<string, unknown> | null {
    return this.device.modal?.options ?? null;
  }

  answerModal(confirm: boolean): void {
    if (!this.device.modal) throw new Error('nothing is asked');
    this.device.modal.answer(confirm);
  }

  /** The menu of the page: what it gives to share, or undefined where it shares nothing. */
  share(): unknown {
    return this.topPage().call('onShareAppMessage', { from: 'menu' });
  }

  get log(): readonly string[] { return this.device.log; }
  get brightness(): number { return this.device.brightness; }
  get clipboard(): string { return this.device.clipboard; }
  get title(): string { return this.device.title; }

  calls(name: string): Call[] {
    return this.device.calls.filter((call) => call.name === name);
  }

  /** What the package threw or did that no phone takes; they are a test's from then on. */
  takeTroubles(): string[] {
    return this.device.troubles.splice(0);
  }

  /** Fails when the package had troubles that no test took. */
  end(): void {
    this.kill();
    this.folder.remove();
    const troubles = this.takeTroubles();
    if (troubles.length > 0) throw new Error(`the package had troubles:\n${troubles.join('\n')}`);
  }

  /** What a <navigator> was tapped for. */
  private follow(url: string, openType: string): void {
    const { functions } = this.running().wx;
    const name = openType === 'navigate' ? 'navigateTo' : openType === 'redirect' ? 'redirectTo' : openType;
    (functions[name] as (options: object) => void)({ url, fail: ({ errMsg }: { errMsg: string }) => this.device.trouble(new Error(errMsg)) });
  }

  private freeBytes(): number {
    return kMaxStorageBytes - used(this.device.storage);
  }

  private running(): LimitingHost | Simulator {
    if (!this.host) throw new Error('the mini-program does not run: launch it');
    return this.host;
  }

  private topPage(): OpenPage {
    const page = this.running().navigation.top;
    if (!page) throw new Error(`no page is open\n${this.device.troubles.join('\n')}`);
    return page;
  }
}
