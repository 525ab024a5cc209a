/** The pages' tokens for elements on a page that is not ours: on the elements alone, and light unless the page says otherwise by `scheme`. */
const kTags = ':where(cc-code, cc-rating, cc-scanner, cc-sign-in, cc-verdict)';
const kDark = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/u;

export function elementTokens(css) {
  const dark = kDark.exec(css)?.[1];
  if (!dark || !css.includes('color-scheme: light dark;')) throw new Error('tokens.css has no light and dark colours in the form that is known here');
  const light = css.replace(kDark, '').replace('color-scheme: light dark;', 'color-scheme: light;').replaceAll(':root', kTags);
  const darkOn = (scheme) => `${kTags}:where([scheme='${scheme}']) { color-scheme: dark; ${dark} }`;
  return `${light} ${darkOn('dark')} @media (prefers-color-scheme: dark) { ${darkOn('auto')} }`.replace(/\/\*[^]*?\*\//gu, '').replace(/\s+/gu, ' ').trim();
}
