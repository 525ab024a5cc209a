/** What the address of a slip may say beside the slip. */
import type { LevelNumber } from '@citycode/elements/cc-rating/terms';

/** What was chosen where the link stood (web/frame): a level alone, which the form shows and which is sent when somebody presses there. */
export const levelInFragment = (hash: string): LevelNumber | null => (Number(/&level=([1-5])(?:&|$)/u.exec(hash)?.[1]) || null) as LevelNumber | null;
