/** The words of the scanner's own page beside scanning: its setup, its enrolment, how old the city's lists are. */
export interface TerminalWords {
  readonly console: {
    /** The page of lists.words.ts. */
    readonly lists: string;
    readonly setupTitle: string;
    readonly setupLead: string;
    readonly scene: string;
    readonly seesOnly: (attributes: string) => string;
    readonly venueLabel: string;
    readonly venueHint: string;
    readonly venueError: string;
    readonly chooseSceneError: string;
    readonly start: string;
    readonly change: string;
    readonly venueIs: (venue: string) => string;
    readonly listAge: (duration: string) => string;
    readonly listNew: string;
    readonly listStale: (duration: string) => string;
    readonly listTooOld: (duration: string) => string;
    readonly listMissing: string;
    readonly statusAge: (duration: string) => string;
    readonly statusNew: string;
    readonly statusStale: (duration: string) => string;
    readonly statusTooOld: (duration: string) => string;
    readonly statusDated: (when: string) => string;
    readonly statusMissing: string;
    readonly listRefused: string;
    readonly ownDevice: string;
    readonly emergency: string;
    readonly emergencyTitle: string;
    readonly emergencyText: string;
    readonly emergencyNote: string;
    readonly fetchingList: string;
    readonly enrolTitle: string;
    readonly enrolLead: string;
    readonly enrolLabel: string;
    readonly enrolButton: string;
    readonly enrolling: string;
    readonly enrolledAt: (venue: string) => string;
    readonly worksNow: string;
    readonly needsEnrolment: string;
    readonly noKey: string;
    readonly offline: string;
    readonly resetTitle: string;
    readonly resetText: string;
    readonly resetButton: string;
    readonly resetSure: string;
    readonly resetMeans: string;
    readonly resetMeansEnrolled: (venue: string) => string;
    readonly resetYes: string;
    readonly resetNo: string;
    readonly serviceFinished: string;
  };
}
