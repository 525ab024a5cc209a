import type { FaultText } from '../common.words.js';
import type { SitesWords } from '../sites.words.js';

const noAnswer: FaultText = { what: 'This code does not answer this question.', next: 'Scan the question on this page with your phone, then show the code that it gives.' };

export const words: SitesWords = {
  about: {
    answer: {
      'audience/*': noAnswer,
      'scope/wrong-scene': noAnswer,
      'replay/seen': { what: 'This answer was already used.', next: 'Wait for the next code on your phone, then show that one.' },
    },
  },

  landing: {
    title: 'One code for daily life in the city',
    lead: 'Citycode is one signed code for each person, shown and checked in any phone browser, even without a network.',
    stepsTitle: 'Try it in three steps',
    steps: [
      { title: 'Choose a person', text: 'Pick one of the demo citizens below. Their passes are fetched to this device.' },
      { title: 'Show the code', text: 'Choose a scene, such as the metro or a hospital. The code renews itself every 5 seconds.' },
      { title: 'Scan it', text: 'Open the scanner on a second device or window and hold the code before its camera.' },
    ],
    citizensTitle: 'Demo citizens',
    citizensLead: 'Every person here is invented.',
    choose: 'Choose',
    chooseName: (name) => `Choose ${name}`,
    preparingCode: 'Preparing',
    openScanner: 'Open the scanner',
    openScannerNote: 'For staff: the camera reads a code and says if it is valid.',
    openApp: 'Open my code',
    rate: 'Rate a service',
    notDemoTitle: 'Get your code on this phone',
    notDemoText: 'The office gave you an enrolment code of 12 letters and numbers. Enter it once, on this phone.',
    privacy: 'A scan shows only what the scene needs. Nothing is sent to anybody else.',
    loadingCitizens: 'Fetching the demo citizens',
    placesTitle: 'Demo places',
    placesLead: 'Scan a place’s printed sheet with your phone: it shows who asks, and then a code for that place only.',
    sheet: 'Sheet',
    sheetOf: (name) => `Sheet of ${name}`,
    scanner: 'Scanner',
    scannerOf: (name) => `Scanner of ${name}`,
    portalText: 'A site that asks your code who you are, instead of a password.',
    portalOpen: 'Open the site',
  },

  portal: {
    title: 'Demo Tax Office',
    heading: 'Sign in without a password',
    lead: 'This site is invented. It asks your city code who you are. Your phone shows what will be seen before you answer.',
    signIn: 'Sign in with my city code',
    left: (duration) => `Time left for this question: ${duration}`,
    scanTitle: '1. Scan this with your phone',
    scanText: 'Your phone shows who asks. The address there must be this one:',
    openHere: 'Open on this device',
    answerTitle: '2. Show your answer to this camera',
    answerText: 'Your phone then shows a code. It answers this question only, and works once.',
    lookAgain: 'Look again',
    ended: { what: 'This question was not answered in time.', next: 'Ask again. An answer to the old question is no longer accepted.' },
    again: 'Ask again',
    signedIn: 'You are signed in',
    seen: 'This is all that the site has seen:',
    signOut: 'Sign out',
    send: 'Send my tax return',
    sending: 'Sending',
    notSent: { what: 'Your tax return did not arrive.', next: 'Press again in a moment. It is taken once, however often you press.' },
    arrived: 'Thank you. Your tax return has arrived.',
    rateText: 'How was it? Scan this with the phone that you signed in with, or open the link if that is this device. Nobody learns that the rating is yours.',
    rate: 'Rate this service',
    rateImage: 'rating this service',
  },

  sheet: {
    title: 'Sheet for the entrance',
    lead: 'Print it and put it where people arrive. Whoever scans it shows a code that is good at this place only.',
    scan: 'Scan with your phone’s camera',
    until: (day) => `Good until ${day}. Print a new one before.`,
    print: 'Print',
    openHere: 'Open on this device',
  },
};
