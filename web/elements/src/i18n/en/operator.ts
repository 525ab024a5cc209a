import type { OperatorWords } from '../operator.words.js';

export const words: OperatorWords = {
  operators: {
    title: 'Operators',
    heading: 'For the operators of the city',
    signIn: 'Sign in',
    notYet: 'Nobody can sign in here yet. This page asks for no name, password or code: if it ever seems to, do not answer.',
    untilThen: 'Until then operators work at the city’s server itself.',
    checksCodes: 'Do you check codes at a place?',
    openScanner: 'Open the scanner',
  },
};
