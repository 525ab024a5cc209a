/** Defines `<cc-verdict>`. */
import { define } from './define.js';
import { VerdictFor as CcVerdict } from './verdict-for.js';

export { CcVerdict };

void define('cc-verdict', CcVerdict, ['staff']);
