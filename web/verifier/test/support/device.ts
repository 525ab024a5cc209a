import type { Device, DeviceCore } from '../../src/device.js';
import { pageDevice } from '../../src/page-device.js';

/** The page's device, with these in place of its own. */
export const deviceWith = (core: Partial<DeviceCore>, own: Partial<Device> = {}): Device =>
  Object.create(pageDevice, Object.getOwnPropertyDescriptors({ ...own, core: { ...pageDevice.core, ...core } })) as Device;
