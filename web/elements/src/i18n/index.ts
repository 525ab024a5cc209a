export type { AgeGroupName, AttributeName, Catalogue, FaultText, HolderClassName, LanguageTag, SceneName } from './catalogue.js';
export { LANGUAGES, languageNames, matchLanguage, paperCardNames } from './languages.js';
export { allWords, currentLanguage, setLanguage, startLanguage, t, onLanguageChange } from './current.js';
export { LocalizeController } from './localize-controller.js';
export { phrased } from './phrased.js';
export { attributeLabel, attributeValueText, cardNumberText, clockDetail, dateTimeText, durationText, faultText, holderClassText, listFaultText, momentText, placeAddress, sceneLabel, localName } from './phrases.js';
