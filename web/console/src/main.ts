import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

await boot('operators-door', ['operator'], () => import('./operators-door.js'));
