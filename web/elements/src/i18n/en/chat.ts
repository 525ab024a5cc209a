import type { ChatWords } from '../chat.words.js';

export const words: ChatWords = {
  chat: {
    noModule: { what: 'This chat app cannot run the city code.', next: 'Update the chat app, or open the address below in the phone’s browser.' },
    oldApp: { what: 'This version of the chat app is too old for the city code.', next: 'Update the chat app, or open the address below in the phone’s browser.' },
    otherCity: { what: 'This link or code is of another city.', next: 'Open it with that city’s own program or page.' },
    notOurs: { what: 'This code is not one that your phone answers.', next: 'Look for the city’s sign beside the code, and hold the phone before it.' },
    cameraDenied: { what: 'The camera is not allowed here.', next: 'Allow the camera in the settings of this program, then come back.' },
    address: 'Address for the browser',
    copyAddress: 'Copy the address',
    openSettings: 'Open the settings',
    scan: 'Scan a place or a site',
    scanHint: 'Hold the phone before the code at the door, on the screen or on the slip.',
    rate: 'Rate a service',
    sameCode: 'This phone has the code of this link already.',
    goBack: (site) => `To go on at ${site}, open this address in the browser in which you began:`,
  },
};
