/** Sends what is due while a page is open and seen: looks once a minute, and asks the city only when something is due. */
import { asking, type Problem } from '@citycode/client/api';
import { Rounds } from '@citycode/client/rounds';

/** A rating is due at a moment of a whole day: a minute more or less tells nobody anything. */
const kLookEveryMs = 60_000;

/** An hour between two looks is often enough for what does not get better by asking. */
const kMostSkipped = 60;

/**
 * What asking.ts does not pace, this does: an answer that came and cannot be used (a proof by another key, a list without this month's)
 * is looked at again after 1, 2, 4 … minutes. `null` where a look was left out.
 */
export function patient(look: () => Promise<Problem | null>): () => Promise<Problem | null> {
  let failures = 0, skips = 0;
  return async () => {
    if (skips > 0) {
      skips -= 1;
      return null;
    }
    const problem = await look();
    const isPaced = problem === null || problem.askAgainAtMs !== null;
    failures = isPaced ? 0 : failures + 1;
    skips = isPaced ? 0 : Math.min(kMostSkipped, 2 ** (failures - 1));
    return problem;
  };
}

export function lookEveryMinute(lookAtAll: () => Promise<Problem | null>): () => void {
  const look = patient(lookAtAll);
  const rounds: Rounds = new Rounds(async () => rounds.looked(await look()), kLookEveryMs, asking().parts);
  rounds.start();
  void look().then((problem) => rounds.looked(problem));
  return () => rounds.stop();
}
