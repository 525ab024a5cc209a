import { boot } from '@citycode/elements';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

await boot('venue-sheet', () => import('./venue-sheet.js'));
