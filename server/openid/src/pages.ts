/** This service's pages as HTML: nothing inline, every text escaped. */
import type { Asked } from './claims.js';
import type { ClientConfiguration, Configuration } from './configuration.js';
import { chosenLanguage, kLanguages, ownNameOf, said, type Language } from './languages.js';
import { kWords, type Message } from './words.js';

export function languageFor(wished: readonly string[], acceptLanguage: string | undefined): Language {
  return chosenLanguage(wished.flatMap((tags) => tags.split(' ')), acceptLanguage);
}

/** What a page may do: its own scripts, with the module that draws, and nothing of others. */
export function pagePolicy({ formAction = ["'self'"] }: { readonly formAction?: readonly string[] } = {}): string {
  return [
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "worker-src 'self'",
    `form-action ${formAction.join(' ')}`, "base-uri 'none'", "frame-ancestors 'none'",
  ].join('; ');
}

const kEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (character) => kEscapes[character]!);

function document(language: Language, title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/assets/page.css">
<link rel="icon" href="data:,">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

export interface MessageParts {
  /** What the portal's people can make something of; never words of a person. */
  readonly detail?: string;
  /** The provider's own form, already HTML. */
  readonly form?: string;
}

export function messagePage(language: Language, message: Message, { detail, form }: MessageParts = {}): string {
  const words = kWords[language];
  const [title, text] = words.messages[message];
  // The form has only its hidden fields: the button stands outside and names it.
  const button = form === undefined ? ''
    : `${form}<p><button type="submit" form="op.logoutForm" name="logout" value="yes">${escaped(words.logout)}</button></p>`;
  return document(language, title, '', `<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${detail === undefined ? '' : `<p class="detail"><code>${escaped(detail)}</code></p>`}${button}
</main>`);
}

/** What the page's script says: it has no words of its own. */
const kScriptWords = ['scan', 'opened', 'expired', 'returning', 'done', 'away', 'lost'] as const;

export interface SignInPageParts {
  readonly uid: string;
  readonly language: Language;
  readonly configuration: Configuration;
  readonly client: ClientConfiguration;
  readonly asked: Asked;
}

export function signInPage({ uid, language, configuration, client, asked }: SignInPageParts): string {
  const words = kWords[language], portal = said(client.name, language);
  const item = (name: keyof typeof words.claims, isOptional: boolean): string =>
    `<li>${escaped(words.claims[name])}${isOptional ? ` <small>(${escaped(words.mayLeaveOut)})</small>` : ''}</li>`;
  const items = [...asked.required.map((name) => item(name, false)), ...asked.optional.map((name) => item(name, true))];
  const data = kScriptWords.map((key) => ` data-${key}="${escaped(words[key])}"`).join('');
  const languages = kLanguages.map((each) => {
    const current = each === language ? ' aria-current="true"' : '';
    return `<a href="?lang=${each}" lang="${each}" hreflang="${each}"${current}>${ownNameOf(each)}</a>`;
  });
  const scripts = ['/assets/citycode/cc-code.js', '/assets/sign-in.js'].map((path) => `<script type="module" src="${path}"></script>`);
  return document(language, words.signInTo(portal), scripts.join('\n'), `<main id="sign-in" data-path="/sign-in/${escaped(uid)}"${data}>
<h1>${escaped(words.signInTo(portal))}</h1>
<p>${escaped(words.of(said(configuration.cityName, language)))}</p>
<noscript><p class="notice">${escaped(words.noScript)}</p></noscript>
<p id="says" role="status">${escaped(words.scan)}</p>
<div class="code"><cc-code id="code" scene="${escaped(words.code)}"></cc-code></div>
<p id="ends" hidden>${escaped(words.endsIn)} <time id="left"></time></p>
<section>
${items.length === 0 ? `<p>${escaped(words.asksNothing(portal))}</p>` : `<h2>${escaped(words.asks(portal))}</h2>
<ul>
${items.join('\n')}
</ul>`}
<p>${escaped(words.decidedOnPhone)}</p>
</section>
<div class="buttons">
<button id="again" type="button" hidden>${escaped(words.again)}</button>
<button id="here" type="button">${escaped(words.here)}</button>
<button id="cancel" type="button" class="quiet">${escaped(words.cancel)}</button>
</div>
</main>
<nav aria-label="${escaped(words.language)}">${languages.join(' ')}</nav>`);
}
