/** A portal's verbs, asked of the worker: one that follows a worker that failed holds the key again. */
import type { Portal } from '../facades/portal.js';
import { portalVerbs, type OwnVerbs } from '../worker/verbs.js';
import type { WorkerVerbs } from '../worker/messages.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export type PortalClient = Promised<OwnVerbs<Portal>>;

export const portalOf = (core: Caller): PortalClient => ({
  ...forwards<OwnVerbs<Portal>>(core, portalVerbs),
  async holdPortalKey(...args: Parameters<WorkerVerbs['holdPortalKey']>) {
    const outcome = await core.call('holdPortalKey', args);
    if (outcome.ok) core.keep('portal-key', [['holdPortalKey', args]]);
    return outcome;
  },
});
