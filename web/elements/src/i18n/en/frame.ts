import type { FrameWords } from '../frame.words.js';

export const words: FrameWords = {
  frame: {
    codeTitle: 'Show your city code',
    codeText: 'Your code is in the city’s app, which opens in a window of its own. It is never shown inside another site.',
    codeOpen: 'Open my code',
    rateText: 'The city’s page opens in a window of its own, with the level that you chose. Nothing is sent before you press there, and this site is not told.',
    rateOpen: 'Go on to the city’s page',
    verifyText: 'This site is told whether a code is valid, and nothing else of it.',
    covered: 'This press was not taken: something lay over the frame, or it was not wholly in sight. Look at it whole for a moment, then press again.',
    alone: 'This page is for the sites of offices, which show it in a frame.',
    firstPage: 'The city’s first page',
  },
};
