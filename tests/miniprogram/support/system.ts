/** The functions of `wx` that ask or tell the phone: its system, screen, sharing, permissions, randomness. */
import { randomBytes } from 'node:crypto';
import { asks, Refusal, returns, type Options } from './answers.ts';
import { bytesOf } from './realm.ts';
import type { Listener, Session } from './session.ts';
import { kWindowWidthPx } from './view.ts';

/** …/api/device/crypto/wx.getRandomValues.html */
const kMaxRandomBytes = 1_048_576;
const kScopes = ['scope.camera'];

export function systemOf(session: Session): Record<string, unknown> {
  const { device } = session;
  const { settings } = device;
  const base = {
    SDKVersion: device.baseLibrary, version: '8.0.20', language: settings.language ?? 'zh_CN', theme: 'light', enableDebug: false, host: { env: 'WeChat' },
  };
  const window = {
    pixelRatio: settings.pixelRatio ?? 2, screenWidth: kWindowWidthPx, screenHeight: 812, windowWidth: kWindowWidthPx, windowHeight: 724,
    statusBarHeight: 44, screenTop: 88, safeArea: { left: 0, right: kWindowWidthPx, top: 44, bottom: 778, width: kWindowWidthPx, height: 734 },
  };
  const phone = { brand: 'bench', model: 'bench', system: 'Android 9', platform: 'android', benchmarkLevel: 10 };
  const setting = () => ({ authSetting: device.cameraAnswer === null ? {} : { 'scope.camera': device.cameraAnswer } });
  const networkType = () => ({ networkType: device.online ? 'wifi' : 'none' });

  return {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getSystemInfoSync: returns(session, 'getSystemInfoSync', () => ({ ...base, ...window, ...phone })),
    getAppBaseInfo: returns(session, 'getAppBaseInfo', () => base),
    getWindowInfo: returns(session, 'getWindowInfo', () => window),
    getDeviceInfo: returns(session, 'getDeviceInfo', () => phone),
    getLaunchOptionsSync: returns(session, 'getLaunchOptionsSync', () => ({ ...session.launch })),
    getEnterOptionsSync: returns(session, 'getEnterOptionsSync', () => ({ ...session.enter })),
    nextTick: (work: () => void) => session.later(work),

    getRandomValues: asks(session, 'getRandomValues', ({ length }) => {
      if (!Number.isInteger(length) || (length as number) < 1 || (length as number) > kMaxRandomBytes) throw new Refusal('length is invalid');
      return { randomValues: new Uint8Array(randomBytes(length as number)) };
    }),
    arrayBufferToBase64: returns(session, 'arrayBufferToBase64', (buffer: unknown) => Buffer.from(bytesOf(buffer) ?? []).toString('base64')),
    base64ToArrayBuffer: returns(session, 'base64ToArrayBuffer', (text: string) => new Uint8Array(Buffer.from(text, 'base64'))),

    setScreenBrightness: asks(session, 'setScreenBrightness', ({ value }) => {
      if (typeof value !== 'number' || value < 0 || value > 1) throw new Refusal('value is invalid');
      device.brightness = value;
    }),
    getScreenBrightness: asks(session, 'getScreenBrightness', () => ({ value: device.brightness })),
    setKeepScreenOn: recorded(session, 'setKeepScreenOn'),
    setVisualEffectOnCapture: recorded(session, 'setVisualEffectOnCapture'),
    vibrateShort: recorded(session, 'vibrateShort'),
    showShareMenu: recorded(session, 'showShareMenu'),
    hideShareMenu: recorded(session, 'hideShareMenu'),
    setClipboardData: recorded(session, 'setClipboardData', ({ data }) => {
      if (typeof data !== 'string') throw new Refusal('parameter error: parameter.data should be String');
      device.clipboard = data;
    }),
    getClipboardData: asks(session, 'getClipboardData', () => ({ data: device.clipboard })),

    getSetting: asks(session, 'getSetting', setting),
    // The person opens the switches and decides anew.
    openSetting: recorded(session, 'openSetting', () => { device.cameraAnswer = device.cameraAllowed; return setting(); }),
    authorize: asks(session, 'authorize', ({ scope }) => {
      if (!kScopes.includes(scope as string)) throw new Refusal('invalid scope');
      if (!device.askForCamera()) throw new Refusal('auth deny');
    }),

    getNetworkType: asks(session, 'getNetworkType', networkType),
    ...listeners(session, ['AppShow', 'AppHide', 'NetworkStatusChange', 'MemoryWarning', 'UserCaptureScreen']),
  };
}

/** A function that a test asks about afterwards. */
export function recorded(session: Session, name: string, work: (options: Options) => object | void = () => {}) {
  return asks(session, name, (options) => {
    const said = Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'));
    session.device.calls.push({ name, options: said });
    return work(options);
  });
}

function listeners(session: Session, events: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(events.flatMap((event) => [
    [`on${event}`, (listener: Listener) => session.on(event, listener)],
    [`off${event}`, (listener?: Listener) => session.off(event, listener)],
  ]));
}
