/** Defines `<cc-rating>`. */
import { CcRating as Base } from '@citycode/elements/cc-rating/component';
import type { CcRating as Shape } from './api.js';
import { define } from './define.js';
import { SaysItsLanguage } from './says-its-language.js';

/**
 * How a service was: five levels, and whoever likes says more. The level alone is enough. Takes part in an HTML form: the level under `name`, an
 * indicator under `name.efficiency`, reasons under `name.reason`, the text under `name.text`.
 *
 * @tag cc-rating
 * @fires {Event} change - the person said something else; `opinion` has it
 * @csspart levels - the five levels
 * @csspart more - what may be said besides
 * @attr {'light'|'dark'|'auto'} scheme - its colours; `light` when left out, `auto` follows the person's system
 * @cssproperty --cc-accent - what is chosen
 * @cssproperty --cc-card - the ground of a level
 * @cssproperty --cc-corner - how round corners are, 12px
 */
export class CcRating extends Base implements Omit<Shape, keyof HTMLElement> {
  constructor() {
    super();
    new SaysItsLanguage(this);
  }
}

void define('cc-rating', CcRating, ['rating']);
