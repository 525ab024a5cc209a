/** Debian's Chromium, as tests start it. */
export const kChromium = process.env['CITYCODE_CHROMIUM'] ?? '/usr/bin/chromium';

/** It asks nobody for anything of its own. */
export const kQuietSwitches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
