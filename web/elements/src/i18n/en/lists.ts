import type { ListsWords } from '../lists.words.js';

export const words: ListsWords = {
  lists: {
    lead: 'A scanner that never has a network takes the city’s list from a file, or from codes that another scanner shows.',
    fromFile: 'Load list from a file',
    scan: 'Scan list codes',
    scanLead: 'Hold the camera before the other scanner’s changing code until all parts are here.',
    progress: (have, total) => `${have} of ${total} parts`,
    beginAgain: 'Begin again',
    taken: 'The list is in use now.',
    earlierStays: 'The list that was here before stays in use.',
    giveTitle: 'For another scanner',
    show: 'Show list as codes',
    showLead: 'Let the other scanner look at this code until it has all parts.',
    part: (index, total) => `Part ${index} of ${total}`,
    save: 'Save list as a file',
  },
};
