/** What the city says in a frame on another site's page, web/frame. */

export interface FrameWords {
  readonly frame: {
    readonly codeTitle: string;
    readonly codeText: string;
    readonly codeOpen: string;
    readonly rateText: string;
    readonly rateOpen: string;
    readonly verifyText: string;
    readonly covered: string;
    readonly alone: string;
    readonly firstPage: string;
  };
}
