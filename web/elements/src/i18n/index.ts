export type { Catalogue, Part } from './catalogue.js';
export type { AgeGroupName, AttributeName, FaultText, HolderClassName, SceneName, Subject } from './common.words.js';
export { LANGUAGES, languageNames, matchLanguage, paperCardNames } from './languages.js';
export type { LanguageTag } from './names.generated.js';
export { allWords, currentLanguage, setLanguage, startLanguage, t, onLanguageChange } from './current.js';
export { LocalizeController } from './localize-controller.js';
export { phrased } from './phrased.js';
export { attributeLabel, attributeValueText, cardNumberText, clockDetail, dateTimeText, durationText, faultText, holderClassText, momentText, placeAddress, sceneLabel, localName } from './phrases.js';
