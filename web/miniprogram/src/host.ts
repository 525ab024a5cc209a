/** What the chat app gives in place of a page (web/client/src/host/host.ts). */
import type { AskingParts, Received } from '@citycode/client/asking-parts';
import { askCore } from '@citycode/client/core';
import type { Host } from '@citycode/client/host-type';
import { seedsOf } from '@citycode/wasm/client/seeds';
import { decodeUtf8, encodeUtf8 } from '@citycode/wasm/utf8';
import { fromByteArray, toByteArray } from 'base64-js';
import { city } from './city.js';

/** Beside the phone's own values, which go when the code is removed. */
const kAskingKey = 'citycode-asking';

let isHidden = false;
let isOnline = true;

/** To be called once, before anything is asked. */
export function listenToApp(): void {
  wx.onAppShow(() => { isHidden = false; });
  wx.onAppHide(() => { isHidden = true; });
  wx.getNetworkType({ success: ({ networkType }) => { isOnline = networkType !== 'none'; } });
  wx.onNetworkStatusChange(({ isConnected }) => { isOnline = isConnected; });
}

const bufferOf = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

function received(status: number, header: Readonly<Record<string, unknown>>, body: ArrayBuffer): Received {
  const values = new Map(Object.keys(header).map((name) => [name.toLowerCase(), String(header[name])]));   // in which case names come is not promised
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name) => values.get(name.toLowerCase()) ?? null },
    arrayBuffer: () => Promise.resolve(body),
    json: async () => JSON.parse(decodeUtf8(new Uint8Array(body))) as unknown,
  };
}

const fetch: AskingParts['fetch'] = (path, { method = 'GET', headers = {}, body }, gaveUp) => new Promise((resolve, reject) => {
  const task = wx.request({
    url: city().origin + path,
    method: method as 'GET' | 'POST',
    header: { ...headers },
    ...(body !== undefined && { data: typeof body === 'string' ? body : bufferOf(body) }),
    responseType: 'arraybuffer',
    success: ({ statusCode, header, data }) => resolve(received(statusCode, header as Readonly<Record<string, unknown>>, data as ArrayBuffer)),
    fail: ({ errMsg }) => reject(new Error(errMsg)),
  });
  void gaveUp.then(() => task.abort());
});

/** A steady clock is not promised: this one stands still while the phone's is put back. */
let lastMs = Date.now();
let steadyMs = 0;
function passedMs(): number {
  const nowMs = Date.now();
  steadyMs += Math.max(0, nowMs - lastMs);
  lastMs = nowMs;
  return steadyMs;
}

/** The chat app also tells when a phone goes from one kind of network to another: that is no return of it. */
function whenConnected(wanted: boolean, run: () => void): () => void {
  let was = isOnline;
  const heard = ({ isConnected }: { readonly isConnected: boolean }): void => {
    const isChange = isConnected !== was;
    was = isConnected;
    if (isChange && isConnected === wanted) run();
  };
  wx.onNetworkStatusChange(heard);
  return () => wx.offNetworkStatusChange(heard as never);
}

export const host: Host = {
  randomBytes: (length) => new Promise((resolve, reject) => {
    wx.getRandomValues({ length, success: ({ randomValues }) => resolve(new Uint8Array(randomValues)), fail: ({ errMsg }) => reject(new Error(errMsg)) });
  }),
  async sha256(bytes) {
    const answer = await askCore((core) => seedsOf(core).hash(bytes));
    if (!answer.ok) throw new Error(answer.fault);
    return new Uint8Array(answer.ok);
  },
  toUtf8: (text) => new Uint8Array(encodeUtf8(text)),
  fromUtf8: (bytes) => decodeUtf8(new Uint8Array(bytes)),
  toBase64: fromByteArray,
  fromBase64(text) {
    const digits = text.replace(/=+$/, '');
    if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) return null;
    return new Uint8Array(toByteArray(digits + '='.repeat((4 - (digits.length % 4)) % 4)));
  },
  hasCrypto: () => true,
  onHidden(run) {
    wx.onAppHide(run);
    return () => wx.offAppHide(run);
  },
  asking: {
    wallMs: () => Date.now(),
    steadyMs: passedMs,
    random: () => Math.random(),
    fetch,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    hidden: () => isHidden,
    onVisible(run) {
      const seen = (): void => { isHidden = false; run(); };
      wx.onAppShow(seen);
      return () => wx.offAppShow(seen);
    },
    online: () => isOnline,
    onOnline: (run) => whenConnected(true, run),
    onOffline: (run) => whenConnected(false, run),
    kept: () => {
      try {
        return (wx.getStorageSync(kAskingKey) as string) || null;
      } catch (_) {
        return null;
      }
    },
    keep: (text) => {
      try {
        wx.setStorageSync(kAskingKey, text);
      } catch (_) {
        // Another start begins anew.
      }
    },
  },
};
