/**
 * Every page: the folder of its sources and the address at which a browser finds it. A folder may be renamed; an address
 * stays, because it is printed on sheets, and what phones and scanners have installed and stored belongs to it.
 *
 * `installable` names what a phone can install: it begins the names of the manifest and of the kept builds.
 */
export const pages = [
  { folder: 'landing', address: '/' },
  { folder: 'see', address: '/see/' },   // linked from the landing page of a demo city
  { folder: 'citizen', address: '/app/', installable: 'app' },
  { folder: 'scanner', address: '/console/', installable: 'console' },
  { folder: 'console', address: '/operators/' },   // not /console/: that is the scanner's, on every device that has it
  { folder: 'sheet', address: '/sheet/' },
  { folder: 'portal', address: '/portal/' },
  { folder: 'rate', address: '/rate/', installable: 'rate' },   // slips have it in print
  { folder: 'open', address: '/open/' },
  { folder: 'kiosk', address: '/kiosk/' },
  { folder: 'cases', address: '/cases/' },   // links of staff
  { folder: 'frame', address: '/frame/' },   // /frame/{id}/ on the site of a portal (docs/embed.md); /embed/v1.js knows it
];
