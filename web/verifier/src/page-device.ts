import { asking } from '@citycode/client/api';
import { askCore } from '@citycode/client/core';
import { host } from '@citycode/client/host';
import { deviceCore, type Device } from './device.js';

/** The page in which this runs: its one core, its one way to the city that served it. */
export const pageDevice: Device = {
  now: () => Date.now(),
  get asking() { return asking(); },
  origin: globalThis.location?.origin,
  core: deviceCore((question) => askCore(question)),
  onLeft: host.onHidden,
};
