/** What a phone needs to put a page on its home screen. */
const icons = [
  { src: '/icons/citycode.svg', sizes: 'any', type: 'image/svg+xml' },
  { src: '/icons/citycode-192.png', sizes: '192x192', type: 'image/png' },
  { src: '/icons/citycode-512.png', sizes: '512x512', type: 'image/png' },
  { src: '/icons/citycode-512-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
];

export const manifests = {
  'app/app.webmanifest': {
    id: '/app/', name: 'Citycode', short_name: 'Citycode', start_url: '/app/', scope: '/app/', display: 'standalone',
    orientation: 'portrait', background_color: '#f5f4f0', theme_color: '#f5f4f0', icons,
  },
  'console/console.webmanifest': {
    id: '/console/', name: 'Citycode Scanner', short_name: 'Scanner', start_url: '/console/', scope: '/console/',
    display: 'standalone', background_color: '#0c0e11', theme_color: '#0c0e11', icons,
  },
  'rate/rate.webmanifest': {
    id: '/rate/', name: 'Citycode Ratings', short_name: 'Ratings', start_url: '/rate/', scope: '/rate/', display: 'standalone',
    background_color: '#f5f4f0', theme_color: '#f5f4f0', icons,
  },
};
