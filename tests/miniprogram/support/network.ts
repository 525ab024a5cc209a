/**
 * wx.request: https and the account's domains alone, ten at once and the rest waits, and nothing lasts longer than 5 seconds in
 * the background (developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html, …/api/network/request/wx.request.html).
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { answer, Refusal, tell, type Options } from './answers.ts';
import { lostInJson } from './plain.ts';
import { bytesOf } from './realm.ts';
import type { Session } from './session.ts';

const kMaxAtOnce = 10;
const kMaxTimeoutMs = 60_000;
const kMethods = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'];
/** What the chat app says of itself; a package cannot change it. */
const kReferer = 'https://servicewechat.com/touristappid/0/page-frame.html';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | null;
}

export class Network {
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly broken = new Set<(why: string) => void>();

  constructor(private readonly session: Session) {}

  /** Returns a RequestTask, never a promise. */
  readonly request = (options: Options): unknown => {
    if (!this.session.alive) return undefined;
    let breakOff = (_why: string): void => {};
    const stopped = new Promise<never>((_, reject) => { breakOff = (why) => reject(new Refusal(why)); });
    stopped.catch(() => {});
    const result = answer(this.session, 'request', async () => {
      const sent = this.checked(options);
      this.broken.add(breakOff);
      await Promise.race([this.turn(), stopped]);
      try {
        return await Promise.race([this.exchange(sent, options, stopped), stopped]);
      } finally {
        this.broken.delete(breakOff);
        this.underWay -= 1;
        this.waiting.shift()?.();
      }
    });
    void result.then((answered) => tell(this.session, options, answered));
    return { abort: () => breakOff('abort'), onHeadersReceived: () => {}, offHeadersReceived: () => {} };
  };

  /** Nobody is told of what was under way. */
  end(): void {
    for (const breakOff of this.broken) breakOff('abort');
  }

  goOffline(): void {
    for (const breakOff of this.broken) breakOff('network is down');
  }

  interrupt(): void {
    for (const breakOff of this.broken) breakOff('interrupted');
  }

  private checked({ url, method = 'GET', header = {}, data }: Options): Sent {
    const { settings, online } = this.session.device;
    if (typeof url !== 'string') throw new Refusal('parameter error: parameter.url should be String');
    const allowed = [settings.origin, ...settings.domains ?? []].filter((origin) => origin !== undefined);
    if (!allowed.some((origin) => url === origin || url.startsWith(`${origin}/`))) throw new Refusal('url not in domain list');
    if (!kMethods.includes(method as string)) throw new Refusal(`method ${String(method)} is not supported`);
    if (!this.session.foreground) throw new Refusal('interrupted');
    if (!online) throw new Refusal('network is down');
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    for (const [name, value] of Object.entries(header as object)) {
      if (name.toLowerCase() === 'referer') throw new Refusal('header Referer cannot be set');
      if (typeof value !== 'string') throw new Refusal(`header ${name} should be String`);
      headers[name.toLowerCase()] = value;
    }
    headers['referer'] = kReferer;
    return { ...bodyOf(url, method as string, data, headers), method: method as string, headers };
  }

  private async turn(): Promise<void> {
    if (this.underWay >= kMaxAtOnce) await new Promise<void>((now) => this.waiting.push(now));
    this.underWay += 1;
  }

  private async exchange({ url, method, headers, body }: Sent, options: Options, stopped: Promise<never>): Promise<object> {
    const timeoutMs = Math.min(Number(options['timeout'] ?? kMaxTimeoutMs), kMaxTimeoutMs);
    const start = url.startsWith('https:') ? httpsRequest : httpRequest;
    const [answered, bytes] = await new Promise<[IncomingMessage, Buffer]>((done, failed) => {
      const asked = start(url, { method, headers, timeout: timeoutMs, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done([response, Buffer.concat(parts)]));
        response.on('error', () => failed(new Refusal('connection was closed')));
      });
      asked.on('timeout', () => { failed(new Refusal('timeout')); asked.destroy(); });
      asked.on('error', (error: NodeJS.ErrnoException) => failed(new Refusal(error.code ?? 'connection failed')));
      stopped.catch(() => asked.destroy());
      asked.end(body ?? undefined);
    });
    return {
      statusCode: answered.statusCode, header: this.headersOf(answered), cookies: answered.headers['set-cookie'] ?? [],
      data: dataOf(bytes, options),
    };
  }

  private headersOf({ headers }: IncomingMessage): Record<string, string> {
    const canonical = this.session.device.settings.headerCase !== 'lower';
    return Object.fromEntries(Object.entries(headers).map(([name, value]) =>
      [canonical ? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name, String(value)]));
  }
}

/** String as it is, bytes as they are, an object as JSON, as a form, or in the address, by method and content-type. */
function bodyOf(url: string, method: string, data: unknown, headers: Record<string, string>): { url: string; body: string | Uint8Array | null } {
  if (data === undefined) return { url, body: null };
  const bytes = bytesOf(data);
  if (bytes) return { url, body: Uint8Array.from(bytes) };
  if (typeof data === 'string') return { url, body: data };
  const lost = lostInJson(data, 'left out');
  if (lost ?? (typeof data !== 'object' || data === null)) throw new Refusal(`data should be String, Object or ArrayBuffer: ${lost ?? typeof data}`);
  const form = (): string => Object.entries(data).map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('=')).join('&');
  if (method === 'GET') return { url: `${url}${url.includes('?') ? '&' : '?'}${form()}`, body: null };
  return { url, body: headers['content-type']?.includes('x-www-form-urlencoded') ? form() : JSON.stringify(data) };
}

function dataOf(bytes: Buffer, { responseType, dataType = 'json' }: Options): unknown {
  if (responseType === 'arraybuffer') return Uint8Array.from(bytes);
  const text = new TextDecoder().decode(bytes);   // takes one byte order mark away, as the chat app does
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
