/** The live examples: each as a page of somebody else's would have it. */
import './index.js';

const byId = (id) => document.getElementById(id);

byId('code-text').addEventListener('input', ({ target }) => { byId('code').text = target.value; });

byId('rating-form').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('rating-sent').textContent = [...new FormData(event.target)].map(([name, value]) => `${name}=${value}`).join('\n');
});

/** The picture of the first example, painted on a canvas for the scanner of the second. */
async function paint(canvas, code) {
  await customElements.whenDefined('cc-code');
  const symbol = () => code.shadowRoot.querySelector('[part=symbol]');
  while (!symbol()) await new Promise(requestAnimationFrame);
  const svg = symbol().cloneNode(true);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  for (const side of ['width', 'height']) svg.setAttribute(side, canvas.width);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
  await image.decode();
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
}

const canvas = byId('canvas');
byId('from-canvas').addEventListener('click', async () => {
  await paint(canvas, byId('code'));
  const scanner = document.createElement('cc-scanner');
  scanner.source = canvas;
  scanner.addEventListener('cc-symbols', ({ detail }) => {
    byId('scanned').textContent = new TextDecoder().decode(detail.answer.symbols[0].bytes);
  });
  byId('scanner-here').replaceChildren(scanner);
});

const verdict = { outcome: 'valid', fault: null, scope: 'culture-and-sport', attributes: {}, kind: 'rolling', photo: null, passDigest: null, expiresUnixSeconds: 0,
  shownSecondsAgo: 1, seenSecondsAgo: null, trustAgeSeconds: 60, trustFreshness: 'fresh', statusAgeSeconds: 60, statusFreshness: 'fresh', checks: [] };
for (const outcome of ['valid', 'invalid', 'undecided']) {
  byId(`show-${outcome}`).addEventListener('click', () => {
    byId('verdict').verdict = { ...verdict, outcome, fault: { valid: null, invalid: 'code/expired', undecided: 'trust/missing' }[outcome] };
  });
}
