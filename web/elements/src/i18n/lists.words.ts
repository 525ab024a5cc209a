/** The words of the page on which a scanner takes and gives the city's list without a network. */
export interface ListsWords {
  /** The city's list without a network. */
  readonly lists: {
    readonly lead: string;
    readonly fromFile: string;
    readonly scan: string;
    readonly scanLead: string;
    readonly progress: (have: number, total: number) => string;
    readonly beginAgain: string;
    readonly taken: string;
    /** Only where there is one. */
    readonly earlierStays: string;
    readonly giveTitle: string;
    readonly show: string;
    readonly showLead: string;
    readonly part: (index: number, total: number) => string;
    readonly save: string;
  };
}
