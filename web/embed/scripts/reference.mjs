/** The reference page: each element's attributes, properties, events, slots, parts and CSS properties from the manifest, with a live example. */

const escaped = (text) => String(text ?? '').replace(/[&<>"]/gu, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
/** Sentences of a comment: `code` stays code. */
const prose = (text) => escaped(text).replace(/`([^`]+)`/gu, '<code>$1</code>');

const examples = {
  'cc-sign-in': `
    <p>Its page needs a server that asks the city: this one has none, and pressing says so.</p>
    <cc-sign-in src="/sign-ins"></cc-sign-in>`,
  'cc-code': `
    <p><label for="code-text">Text</label> <input type="text" id="code-text" value="https://city.example"></p>
    <cc-code id="code" text="https://city.example" scene="Example"></cc-code>`,
  'cc-scanner': `
    <p><canvas id="canvas" width="320" height="320"></canvas></p>
    <p><button type="button" id="from-canvas">Scan the canvas</button> without a camera and without a city: the symbol is read, and nobody is judged.</p>
    <div id="scanner-here"></div>
    <output id="scanned"></output>`,
  'cc-verdict': `
    <p><button type="button" id="show-valid">valid</button> <button type="button" id="show-invalid">invalid</button>
       <button type="button" id="show-undecided">undecided</button></p>
    <cc-verdict id="verdict" silent></cc-verdict>`,
  'cc-rating': `
    <form id="rating-form">
      <cc-rating name="rating" required></cc-rating>
      <p><button type="submit">Send</button></p>
      <output id="rating-sent"></output>
    </form>`,
};

const markup = {
  'cc-sign-in': '<form action="/account" method="post">\n  <cc-sign-in name="session" src="/sign-ins"></cc-sign-in>\n</form>',
  'cc-code': '<cc-code text="…" scene="Library" ring></cc-code>',
  'cc-scanner': '<cc-scanner id="gate" city="https://city.example" scene="culture-and-sport"></cc-scanner>\n<cc-verdict for="gate"></cc-verdict>',
  'cc-verdict': '<cc-verdict for="gate"></cc-verdict>',
  'cc-rating': '<form action="/ratings" method="post">\n  <cc-rating name="rating" way="online" required></cc-rating>\n  <button>Send</button>\n</form>',
};

function table(title, heads, rows) {
  if (rows.length === 0) return '';
  return `<h3>${title}</h3><div class="wide" role="region" tabindex="0" aria-label="${title}"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${
    rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
}

const code = (text) => (text ? `<code>${escaped(text)}</code>` : '');

function section(element) {
  const { tagName, description, attributes = [], members = [], events = [], slots = [], cssParts = [], cssProperties = [] } = element;
  const attributeOf = (name) => attributes.find(({ fieldName }) => fieldName === name)?.name ?? '';
  const fields = members.filter(({ kind }) => kind === 'field');
  const methods = members.filter(({ kind }) => kind === 'method');
  return `
  <section id="${tagName}">
    <h2>&lt;${tagName}&gt;</h2>
    <p>${prose(description).replace(/\n\n/gu, '</p><p>')}</p>
    <pre><code>${escaped(markup[tagName])}</code></pre>
    <div class="example">${examples[tagName]}</div>
    ${table('Properties and attributes', ['Property', 'Attribute', 'Type', 'Is'], [
      ...fields.map(({ name, type, description: is, readonly }) => [code(name), code(attributeOf(name)), code(type?.text), prose(is) + (readonly ? ' Read only.' : '')]),
      ...attributes.filter(({ fieldName }) => !fieldName).map(({ name, type, description: is }) => ['', code(name), code(type?.text), prose(is)])])}
    ${table('Methods', ['Method', 'Does'], methods.map(({ name, description: does }) => [code(`${name}()`), prose(does)]))}
    ${table('Events', ['Event', 'Type', 'When'], events.map(({ name, type, description: when }) => [code(name), code(type?.text), prose(when)]))}
    ${table('Slots', ['Slot', 'Where'], slots.map(({ name, description: where }) => [code(name || '(default)'), prose(where)]))}
    ${table('Parts', ['Part', 'Is'], cssParts.map(({ name, description: is }) => [code(`::part(${name})`), prose(is)]))}
    ${table('CSS properties', ['Property', 'Default', 'Is'], cssProperties.map(({ name, default: value, description: is }) => [code(name), code(value), prose(is)]))}
  </section>`;
}

export function referencePage(elements, version) {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Citycode elements</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="reference.css">
  <script type="module" src="reference.js"></script>
</head>
<body>
  <h1>Citycode elements ${escaped(version)}</h1>
  <p>This page runs from the package's own files. Serve the folder with any static server, over https or on this machine.</p>
  <nav aria-label="Elements"><ul>${elements.map(({ tagName }) => `<li><a href="#${tagName}">&lt;${tagName}&gt;</a></li>`).join('')}</ul></nav>
  ${elements.map(section).join('')}
</body>
</html>
`;
}
