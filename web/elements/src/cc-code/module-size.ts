/**
 * The side of a symbol in CSS pixels such that every module is a whole number of device pixels: the largest
 * that fits, never smaller than one device pixel a module.
 */
export function wholeModuleSidePx(availablePx: number, sideModules: number, devicePixelRatio: number): number {
  const devicePxPerModule = Math.max(1, Math.floor((availablePx * devicePixelRatio) / sideModules));
  return (devicePxPerModule * sideModules) / devicePixelRatio;
}
