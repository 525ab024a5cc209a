/** The public log, asked of the worker: a worker that follows gets the checkpoint again. */
import type { Log } from '../facades/log.js';
import type { WorkerVerbs } from '../worker/messages.js';
import { logVerbs } from '../worker/verbs.js';
import { forwards, type Caller, type Promised } from './forwards.js';

export const logOf = (core: Caller): Promised<Log> => ({
  ...forwards<Log>(core, logVerbs),
  async loadCheckpoint(...args: Parameters<WorkerVerbs['loadCheckpoint']>) {
    const outcome = await core.call('loadCheckpoint', args);
    if (outcome.ok) core.keep('checkpoint', [['loadCheckpoint', args]]);
    return outcome;
  },
});
