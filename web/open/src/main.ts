import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

await boot('city-figures', ['rating'], () => import('./city-figures.js'));
