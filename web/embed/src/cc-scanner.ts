/** Defines `<cc-scanner>`. */
import { CityScanner as CcScanner } from './city-scanner.js';
import { drawInWorker } from './core.js';
import { define } from './define.js';
import { openAhead } from './readers.js';

drawInWorker();
openAhead();

export { CcScanner };

void define('cc-scanner', CcScanner, ['staff']);
