import type { ServiceWords } from '../service.words.js';

export const words: ServiceWords = {
  faults: {
    'ticket/unknown-office': { what: 'The city’s list has no such service at this office.', next: 'Choose another service, or tell the operators.' },
    'ticket/office-closed': { what: 'This office is closed in the city’s list.', next: 'Tell the operators if it is open.' },
    'issue/unknown-device': { what: 'The office does not know this scanner any more.', next: 'Enrol it again, then press again.' },
  },

  service: {
    title: 'Service finished',
    which: 'Which service?',
    forPerson: (ago) => `For the person who was scanned ${ago} ago`,
    forNobody: 'For somebody without a scanned code',
    finish: 'Show the rating code',
    slip: 'No phone? Show or print a slip',
    working: 'One moment',
    imageName: 'rating the service',
    scanThis: 'Please scan this with your phone and say how it was. Nobody learns who you are.',
    boundText: 'Only the phone whose code was scanned can use it.',
    slipText: 'Whoever has this slip can use it, once. Give it to the person and keep none.',
    until: (when) => `Good until ${when}`,
    print: 'Print',
    done: 'Done',
    offline: { what: 'There is no network, so the service cannot be finished now.', next: 'Press again when there is one. It is counted once, however often you press.' },
    notEnrolled: { what: 'This scanner does not belong to an office.', next: 'Enrol it for your office first.' },
  },
};
