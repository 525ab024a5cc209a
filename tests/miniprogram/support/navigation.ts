/**
 * The pages that are open, ten at most (developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html); the order of
 * what they are told is that of …/dev/framework/app-service/route.html.
 */
import { asks, Refusal, type Options } from './answers.ts';
import type { Host, OpenPage } from './host.ts';
import type { PackageFolder } from './package-folder.ts';
import type { Session } from './session.ts';
import { posix } from 'node:path';

const kMostPages = 10;

export class Navigation {
  readonly stack: OpenPage[] = [];

  constructor(private readonly session: Session, private readonly folder: PackageFolder, private readonly host: Host) {}

  get top(): OpenPage | undefined {
    return this.stack.at(-1);
  }

  start(route: string, query: Record<string, string>): void {
    for (const page of this.stack.splice(0).reverse()) page.close();
    this.push(route, query);
  }

  /** To the first page at most. */
  back(delta: number): void {
    for (let left = Math.min(delta, this.stack.length - 1); left > 0; left--) this.stack.pop()?.close();
    this.top?.show();
  }

  end(): void {
    for (const page of this.stack.splice(0)) page.root.detach();
  }

  readonly functions = (): Record<string, unknown> => ({
    navigateTo: this.goes('navigateTo', (route, query) => {
      if (this.isTab(route)) throw new Refusal('can not navigateTo a tabbar page');
      if (this.stack.length >= kMostPages) throw new Refusal('webview count limit exceed');
      this.top?.hide();
      this.push(route, query);
    }),
    redirectTo: this.goes('redirectTo', (route, query) => {
      if (this.isTab(route)) throw new Refusal('can not redirectTo a tabbar page');
      this.stack.pop()?.close();
      this.push(route, query);
    }),
    reLaunch: this.goes('reLaunch', (route, query) => this.start(route, query)),
    switchTab: this.goes('switchTab', (route) => {
      if (!this.isTab(route)) throw new Refusal('can not switch to no-tabBar page');
      this.start(route, {});
    }),
    navigateBack: asks(this.session, 'navigateBack', ({ delta = 1 }) => {
      if (this.stack.length < 2) throw new Refusal('cannot navigate back at first page');
      this.back(Number(delta));
    }),
  });

  private goes(name: string, work: (route: string, query: Record<string, string>) => void) {
    return asks(this.session, name, ({ url }: Options) => {
      if (typeof url !== 'string') throw new Refusal('parameter error: parameter.url should be String');
      const [path = '', asked = ''] = url.split('?');
      const route = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(this.top?.route ?? ''), path);
      if (!this.folder.routes.includes(route)) throw new Refusal(`page "${route}" is not found`);
      // As it is written in the address: the page decodes it.
      work(route, Object.fromEntries(asked.split('&').filter(Boolean).map((pair) => [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)])));
    });
  }

  private isTab(route: string): boolean {
    return this.folder.app.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false;
  }

  private push(route: string, query: Record<string, string>): void {
    const page = this.host.open(route, query);
    this.stack.push(page);
    page.call('onLoad', query);
    page.show();
    page.call('onReady');
  }
}
