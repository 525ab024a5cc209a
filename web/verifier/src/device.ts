/**
 * What a verifying device brings to its keepers: a clock, a way to its city, a core. A page is one; a process may be
 * several, each for a city of its own.
 */
import type { Asking } from '@citycode/client/asking';
import type { CoreClient } from '@citycode/wasm/client';
import { verifierOf, type VerifierClient } from '@citycode/wasm/client/verifier';
import type { Outcome } from '@citycode/wasm/types';

/** What keepers ask of the core: it verifies all that they bring, and remembers what was seen. */
export interface DeviceCore extends Pick<CoreClient, 'loadTrustList'>,
  Pick<VerifierClient, 'loadStatusList' | 'confirmTime' | 'holdSceneKeys' | 'saveReplay' | 'loadReplay'> {}

export interface Device {
  /** Milliseconds, like Date.now: of a clock that may be wrong. */
  readonly now: () => number;
  /** All requests to the city go through it. */
  readonly asking: Asking;
  /** Scheme and authority of the city, as signed requests name it. */
  readonly origin: string;
  readonly core: DeviceCore;
  /** Calls `run` whenever the device may be left; the answer undoes it. */
  readonly onLeft: (run: () => void) => () => void;
}

/** By whole seconds, as the format has times. */
export const nowUnixSeconds = (device: Device): number => Math.floor(device.now() / 1000);

type Verbs = Record<string, (...args: unknown[]) => Promise<Outcome<never>>>;

/** Each verb of the core's, asked by `ask`; one that both roles have stands in the core itself. */
export const deviceCore = (ask: (question: (core: CoreClient) => Promise<Outcome<never>>) => Promise<Outcome<never>>): DeviceCore =>
  new Proxy({} as DeviceCore, {
    get: (_, verb: string) => (...args: unknown[]) => ask((core) => ((verb in core ? core : verifierOf(core)) as unknown as Verbs)[verb]!(...args)),
  });
