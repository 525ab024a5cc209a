import type { SigninWords } from '../signin.words.js';

export const words: SigninWords = {
  faults: {
    'portal/bad-code': { what: 'This is not a code that a site shows for signing in.', next: 'Scan the code on the site itself, with this app.' },
    'portal/old-code': { what: 'This code is not the one that the site shows now.', next: 'Hold the phone before the screen itself: a picture of it is not accepted.' },
    'portal/unknown': { what: 'This request is over.', next: 'Ask again on the site.' },
    'portal/opened': { what: 'Another phone has opened this request.', next: 'If it was not yours, do not sign in there. Else ask again on the site.' },
    'portal/answer-broken': { what: 'The answer could not be read.', next: 'Ask again on the site.' },
    'portal/incomplete': { what: 'The answer lacks something that the site needs.', next: 'Ask again, and leave it ticked.' },
    'portal/not-registered': { what: 'The site is not registered for this.', next: 'Tell the site.' },
  },

  asked: {
    title: 'Sign in at this site?',
    there: 'You are signing in there, on the screen with this address. Is it before you, and did you begin there yourself?',
    here: 'You are signing in to the site with this address, on this device. Did you begin there yourself?',
    sentToYou: 'If somebody sent you this code or link, show nothing.',
    siteNeeds: 'The site needs to see',
    siteMaySee: 'If you like, it may also see',
    left: (duration) => `Time left to answer: ${duration}`,
    agree: 'Yes, sign in',
    answering: 'Your answer is being sent',
    answered: 'Answered',
    answeredText: (name) => `Go on at ${name}. It has seen what you left ticked and nothing else.`,
    refused: 'Refused',
    refusedText: (name) => `${name} was told that you do not sign in. It has seen nothing of you.`,
  },

  signIn: {
    begin: 'Sign in with my city code',
    thisDevice: 'My code is on this device',
    otherDevice: 'My code is on another phone',
    scan: 'Scan this with your phone',
    address: 'Your phone shows who asks. The address there must be this one:',
    image: 'signing in',
    opened: 'Your phone has the question',
    openedText: 'Answer on your phone. This page goes on by itself.',
    comingBack: 'Taking the answer from your phone',
    done: 'You are signed in',
    again: 'Ask again',
    refused: { what: 'You refused on your phone.', next: 'Nothing was sent. Ask again if you want to sign in.' },
    expired: { what: 'This question was not answered in time.', next: 'Ask again. An answer to the old question is no longer accepted.' },
    otherBrowser: { what: 'This browser did not ask.', next: 'Go on in the browser in which you began, or ask again here.' },
  },
};
