/** The words for staff whose service has ended: the slip on the scanner's screen. */
import type { FaultTable, FaultText } from './common.words.js';

export interface ServiceWords {
  readonly faults: FaultTable;

  readonly service: {
    readonly title: string;
    readonly which: string;
    readonly forPerson: (ago: string) => string;
    readonly forNobody: string;
    readonly finish: string;
    readonly slip: string;
    readonly working: string;
    readonly imageName: string;
    readonly scanThis: string;
    readonly boundText: string;
    readonly slipText: string;
    readonly until: (when: string) => string;
    readonly print: string;
    readonly done: string;
    readonly offline: FaultText;
    readonly notEnrolled: FaultText;
  };
}
