/** `wx`, the same for both hosts: what is documented of it, as far as the phone's base library is new enough. */
import { asks, Refusal } from './answers.ts';
import { isAtLeast } from './base-library.ts';
import { Camera } from './camera.ts';
import type { Navigation } from './navigation.ts';
import { Network } from './network.ts';
import { selectorQuery } from './selector-query.ts';
import type { Session } from './session.ts';
import { storageOf } from './storage.ts';
import { recorded, systemOf } from './system.ts';

/** The first base library that has it, by its page under developers.weixin.qq.com/miniprogram/dev/api/. */
const kSince: Readonly<Record<string, string>> = {
  getRandomValues: '2.15.0', getAppBaseInfo: '2.20.1', getWindowInfo: '2.20.1', getDeviceInfo: '2.20.1', setVisualEffectOnCapture: '2.21.3',
  getEnterOptionsSync: '2.9.4', getLaunchOptionsSync: '2.1.2', onMemoryWarning: '2.0.2', offMemoryWarning: '2.9.0', offUserCaptureScreen: '2.9.1',
  offNetworkStatusChange: '2.9.1', nextTick: '2.2.3',
};

export interface Wx {
  readonly functions: Record<string, unknown>;
  readonly camera: Camera;
  readonly network: Network;
}

export function wxOf(session: Session, navigation: Navigation): Wx {
  const { device } = session;
  const camera = new Camera(session, () => navigation.top?.root.dom ?? null);
  const network = new Network(session);
  const functions: Record<string, unknown> = {
    ...storageOf(session),
    ...systemOf(session),
    ...navigation.functions(),
    request: network.request,
    createCameraContext: camera.createCameraContext,
    createSelectorQuery: () => selectorQuery(session, navigation.top?.root._exparserNode),
    setNavigationBarTitle: recorded(session, 'setNavigationBarTitle', ({ title }) => { device.title = String(title); }),
    showToast: recorded(session, 'showToast'),
    hideToast: recorded(session, 'hideToast'),
    showLoading: recorded(session, 'showLoading'),
    hideLoading: recorded(session, 'hideLoading'),
    showModal: asks(session, 'showModal', (options) => new Promise((resolve) => {
      if (device.modal) throw new Refusal('another modal is shown');
      const answer = (confirm: boolean): void => {
        device.modal = null;
        resolve({ confirm, cancel: !confirm });
      };
      device.modal = { options, answer };
    })),
    canIUse: (schema: string) => schema.split('.')[0]! in functions,
  };
  for (const [name, since] of Object.entries(kSince)) if (!isAtLeast(device.baseLibrary, since)) delete functions[name];
  return { functions, camera, network };
}
