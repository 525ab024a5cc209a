/** What happened, what the person can do, and the fault's id: for package/fault.wxml. */
import { clockDetail, durationText, faultText, momentText } from '@citycode/elements/phrases';
import { t } from '@citycode/elements/words';
import type { Problem } from '@citycode/client/api';
import { isWorthSaying } from '@citycode/holder/clock';
import type { FaultId } from '@citycode/wasm/types';

export interface FaultView {
  readonly what: string;
  readonly next: string;
  /** Small, for the office; empty where nothing is to be looked up. */
  readonly id: string;
}

export function faultView(fault: FaultId, subject: Parameters<typeof faultText>[1] = null, detail = ''): FaultView {
  const { what, next } = faultText(fault, subject);
  return { what: detail ? `${what} ${detail}` : what, next, id: t().common.faultId(fault) };
}

export function problemView(problem: Problem, subject: Parameters<typeof faultText>[1] = null): FaultView {
  const view = faultView(problem.fault, subject, clockDetail(problem));
  const again = problem.pressAgainAtMs === null ? '' : ` ${t().common.pressAgainFrom(momentText(problem.pressAgainAtMs))}`;
  return { ...view, next: view.next + again, id: problem.requestId ? `${view.id} · ${t().common.requestId(problem.requestId)}` : view.id };
}

/** That this phone's clock is wrong, and which way; null where it is right. `differenceSeconds`: phone minus city. */
export function clockView(differenceSeconds: number): FaultView | null {
  if (!isWorthSaying(differenceSeconds)) return null;
  const { app, common } = t();
  return { what: (differenceSeconds > 0 ? common.clockAhead : common.clockBehind)(durationText(differenceSeconds)), next: app.clockNext, id: common.faultId('env/clock-differs') };
}
