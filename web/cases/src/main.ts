import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

await boot('office-cases', ['rating', 'cases'], () => import('./office-cases.js'));
