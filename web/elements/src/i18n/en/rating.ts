import type { FaultText } from '../common.words.js';
import type { RatingWords } from '../rating.words.js';

const notOurs: FaultText = { what: 'This rating could not be taken.', next: 'Nothing was counted. Open the rating slip again, or tell the office.' };

export const words: RatingWords = {
  faults: {
    'ticket/bad-ticket': { what: 'This rating slip is damaged or not the city’s.', next: 'Scan it again. If it stays so, ask the staff for a new one.' },
    'ticket/unknown': { what: 'The city does not know this rating slip.', next: 'Ask the office where you were served for a new one.' },
    'ticket/not-ended': { what: 'This service has not ended yet, or this phone’s clock is behind.', next: 'Set date and time to automatic, then open the rating slip again.' },
    'ticket/expired': { what: 'This rating slip has expired: 14 days are over.', next: 'You can still tell the office what you think.' },
    'ticket/used': { what: 'This rating slip was already used on another phone or in another browser.', next: 'Each slip counts once. If it was not you, tell the office.' },
    'ticket/other-pass': { what: 'This rating slip belongs to the phone whose code was scanned.', next: 'Open it on that phone, in the browser that has your code.' },
    'ticket/unknown-office': { what: 'The city’s list has no such office or service.', next: 'Choose the service again, or tell the operators.' },
    'ticket/office-closed': { what: 'This office is closed for good and takes no ratings any more.', next: 'You can still tell the city what you think.' },
    'rating/bad-rating': notOurs,
    'rating/bad-text': { what: 'There are signs in your text that cannot be sent.', next: 'Write it again in your own words, or send the rating without a text.' },
    'rating/bad-token': notOurs,
    'rating/spent': { what: 'Another rating of this service was already counted.', next: 'Each service counts once. There is nothing to do.' },
    'rating/too-late': { what: 'The time for this rating is over.', next: 'You can still tell the office what you think.' },
  },

  rating: {
    levelTitle: 'How was the service?',
    levels: {
      'very-dissatisfied': 'Very dissatisfied',
      'dissatisfied': 'Dissatisfied',
      'basically-satisfied': 'It was all right',
      'satisfied': 'Satisfied',
      'very-satisfied': 'Very satisfied',
    },
    choose: 'Choose one of the five.',
    more: 'Say more, if you like',
    indicators: {
      'efficiency': 'How fast it went',
      'skill': 'How well they knew their work',
      'attitude': 'How friendly they were',
      'clarity': 'How clear it was',
      'convenience': 'How easy the way was',
      'operability': 'How easy it was to use',
    },
    clear: 'Clear',
    clearOne: (indicator) => `Clear: ${indicator}`,
    reasonsTitle: 'What was wrong? Tick what fits.',
    reasons: {
      'long-wait': 'I waited too long',
      'unfriendly': 'They were not friendly',
      'unclear-words': 'It was not explained clearly',
      'asked-to-come-again': 'I had to come again',
      'not-as-published': 'It was not as they say in public',
      'asked-for-extra': 'They asked for papers or money that are not needed',
      'not-solved': 'My matter is not solved',
      'hard-to-use': 'It was hard to use',
    },
    textLabel: 'In your own words',
    textWarning: 'Write no names, phone numbers or document numbers: not yours, and nobody else’s.',
    count: (written, most) => `${written} of ${most} characters`,
    left: (n) => `${n} characters left`,
    full: 'There is no more room. The rest was left out.',
  },
};
