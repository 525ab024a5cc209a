/**
 * The page of the described API, /api/: server/openapi.json as HTML, without a script. It is for developers and in the document's one
 * language, English. What the server itself gives as /v1/openapi.json has the routes of that server.
 */
import { createHash } from 'node:crypto';

const kEscapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text) => String(text).replace(/[&<>"]/gu, (sign) => kEscapes[sign]);
/** `…` is code, as in Markdown: all that the document's descriptions have of it. */
const prose = (text) => escaped(text).replace(/`([^`]+)`/gu, '<code>$1</code>');
const code = (text) => `<code>${escaped(text)}</code>`;
const list = (items, name = 'ul') => (items.length > 0 ? `<${name}>${items.map((item) => `<li>${item}</li>`).join('')}</${name}>` : '');
const nameOf = (reference) => reference.slice(reference.lastIndexOf('/') + 1);

const kLimits = {
  minLength: 'at least {} characters', maxLength: 'at most {} characters', minimum: 'at least {}', maximum: 'at most {}', pattern: 'of the form {}',
  minItems: 'at least {} items', maxItems: 'at most {} items', minProperties: 'at least {} members', maxProperties: 'at most {} members',
};

function kindOf({ const: only, enum: words, type, properties }) {
  if (only !== undefined) return code(JSON.stringify(only));
  if (words) return `one of ${words.map(code).join(' ')}`;
  return type === 'object' && properties && Object.keys(properties).length === 0 ? 'object without members' : type ?? '';
}

/** What a schema says of one value, in a line, and of its members below. */
function described(schema) {
  if (schema.$ref) return `<a href="#schema-${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`;
  const limits = Object.entries(kLimits).filter(([name]) => name in schema).map(([name, words]) => words.replace('{}', () => code(schema[name])));
  const line = [[kindOf(schema), ...limits].filter(Boolean).join(', '), schema.description ? prose(schema.description) : ''].filter(Boolean).join('. ');
  const each = [schema.items, schema.additionalProperties].filter((inner) => typeof inner === 'object');
  const several = schema.oneOf ?? schema.anyOf;
  return [line, members(schema), ...each.map((inner) => list([`each: ${described(inner)}`])), several ? `one of: ${list(several.map(described))}` : ''].filter(Boolean).join(' ');
}

function members({ properties = {}, required = [] }) {
  const isDue = (name) => (required.includes(name) ? '' : ' (may be left out)');
  return list(Object.entries(properties).map(([name, schema]) => `${code(name)}${isDue(name)} ${described(schema)}`));
}

export function apiPage(document, styles) {
  const at = (node) => (node.$ref ? at(node.$ref.slice(2).split('/').reduce((found, name) => found[name], document)) : node);
  const callers = { anyone: 'anyone', device: 'an enrolled phone', terminal: 'an enrolled terminal', portal: 'a registered portal', 'office-staff': 'an office’s staff' };

  const parameter = (node) => {
    const { name, in: where, required, description, schema } = at(node);
    return `${code(name)} in the ${where}${required ? '' : ' (may be left out)'}: ${described(schema)}. ${prose(description)}`;
  };
  const typed = ([type, { schema }]) => `${code(type)}${schema ? `: ${described(schema.allOf ? schema.allOf[0] : schema)}` : ''}`;
  const content = (body) => Object.entries(body.content ?? {}).map(typed).join('; ');
  const answer = ([status, node]) => {
    const response = at(node);
    const headers = Object.keys(response.headers ?? {}).map(code).join(' ');
    return `<dt>${status}</dt><dd>${prose(response.description)} ${content(response)}${headers ? `<br>Headers: ${headers}` : ''}</dd>`;
  };
  const security = (either = []) => either.flatMap(Object.keys).map((name) => `<a href="#security-${name}">${name}</a>`).join(' or ');

  const operation = ([path, method, said]) => `
<details><summary><code>${method.toUpperCase()} ${escaped(path)}</code> ${prose(said.summary)}</summary><div id="${said.operationId}">
${said.description ? `<p>${prose(said.description)}</p>` : ''}
<p>Who may call: ${said['x-callers'].map((caller) => callers[caller] ?? escaped(caller)).join(' or ')}${said.security ? `. Signed as ${security(said.security)}` : ''}.</p>
${said.parameters ? `<h3>Parameters</h3>${list(said.parameters.map(parameter))}` : ''}
${said.requestBody ? `<h3>Body</h3><p>${content(said.requestBody)}</p>` : ''}
<h3>Answers</h3><dl>${Object.entries(said.responses).map(answer).join('')}</dl></div></details>`;

  const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, said]) => [path, method, said]));
  const operationsOf = (name) => operations.filter(([, , said]) => said.tags.includes(name)).map(operation).join('');
  const tag = ({ name, description }) => `<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2><p>${prose(description)}</p>
${operationsOf(name)}</section>`;
  // A link to what lies inside opens it.
  const schema = ([name, said]) => `<details><summary>${name}</summary><div id="schema-${name}">${described(said)}</div></details>`;
  const scheme = ([name, said]) => `<dt id="security-${name}">${name}</dt><dd>${prose(said.description)}</dd>`;
  const { components, info, tags } = document;

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(info.title)} · API</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Every route of the city’s server, what it takes and what it answers.">
<link rel="icon" href="/icons/citycode.svg" type="image/svg+xml">
<link rel="stylesheet" href="/${styles}">
</head>
<body class="api">
<header><h1>${escaped(info.title)} API</h1>
<p>Version ${escaped(info.version)}, OpenAPI ${escaped(document.openapi)}: <a href="/v1/openapi.json">/v1/openapi.json</a></p>
<nav aria-label="Parts">${list([...tags.map(({ name }) => `tag-${name}`), 'security', 'schemas'].map((id) => `<a href="#${id}">${id.replace(/^tag-/u, '')}</a>`))}</nav></header>
<main>
${info.description.split('\n\n').map((paragraph) => `<p>${prose(paragraph)}</p>`).join('\n')}
${tags.map(tag).join('\n')}
<section aria-labelledby="security"><h2 id="security">security</h2><dl>${Object.entries(components.securitySchemes).map(scheme).join('')}</dl></section>
<section aria-labelledby="schemas"><h2 id="schemas">schemas</h2>${Object.entries(components.schemas).map(schema).join('\n')}</section>
</main>
</body>
</html>
`;
}

/** path -> content, for build/web. */
export function apiFiles(document, css) {
  const styles = `assets/api-${createHash('sha256').update(css).digest('base64url').slice(0, 7)}.css`;
  return { [styles]: css, 'api/index.html': apiPage(document, styles) };
}
