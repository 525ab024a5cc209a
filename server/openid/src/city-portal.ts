/** The kit, as the one thing of it that is needed here. */
import type { OpenPortal } from './portal.js';

// JOIN: the portal's half of the kit is not in @citycode/verify yet. When it is, this is an import of its openPortal, and it is a dependency in package.json.
const kKit: string = '@citycode/verify/portal';

export const openCityPortal: OpenPortal = async (options) => {
  const kit = (await import(kKit)) as { readonly openPortal: OpenPortal };
  return kit.openPortal(options);
};
