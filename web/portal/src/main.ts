import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

await boot('demo-portal', ['staff', 'sites'], () => import('./demo-portal.js'));
