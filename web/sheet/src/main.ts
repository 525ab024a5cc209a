import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

// A card that the counter makes, or the sheet of a venue.
if (location.hash.startsWith('#card')) await boot('card-sheet', ['holder'], () => import('./card-sheet.js'));
else await boot('venue-sheet', ['sites', 'staff'], () => import('./venue-sheet.js'));
