/** What a site's page and the frame say to each other (docs/embed.md): messages of one version, between one origin and the city's. */

export const kVersion = 1;

export const kKinds = ['code', 'rate', 'verify'] as const;
export type Kind = (typeof kKinds)[number];

/** From the page to the frame. */
export interface Hello {
  readonly type: 'hello';
  /** As `lang` has it; '' for the person's own. */
  readonly language: string;
}

/** From the frame to the page. */
export type Told =
  | { readonly type: 'ready'; readonly title: string }
  /** In CSS pixels. */
  | { readonly type: 'size'; readonly height: number }
  /** The person went on in a window of the city's own. */
  | { readonly type: 'opened' }
  /** A code was verified: the word of its verdict, and nothing of whose code it was. */
  | { readonly type: 'checked'; readonly outcome: 'valid' | 'invalid' | 'undecided'; readonly scene: string }
  | { readonly type: 'refused'; readonly fault: string };

/** What bears our name, of whatever version; null for what other scripts say to each other. */
export function ofOurs(data: unknown): Readonly<Record<string, unknown>> | null {
  return typeof data === 'object' && data !== null && 'citycode' in data ? data as Readonly<Record<string, unknown>> : null;
}

const kMaxLanguageChars = 35;   // RFC 5646 section 4.4.1

/** Null for another version, another type, and what is not as it shall be. */
export function readHello(said: Readonly<Record<string, unknown>>): Hello | null {
  const { citycode, type, language } = said;
  const isHello = citycode === kVersion && type === 'hello' && typeof language === 'string' && language.length <= kMaxLanguageChars;
  return isHello ? { type, language } : null;
}

/** What the site asks for, in the frame's own fragment; null for anything else. */
export function kindIn(hash: string): Kind | null {
  const name = /^#([a-z]+)(?:[=&]|$)/u.exec(hash)?.[1];
  return kKinds.find((kind) => kind === name) ?? null;
}

/** The scene's name in "#verify&scene=…"; '' for none. */
export const sceneIn = (hash: string): string => /^#verify&scene=([a-z0-9-]{1,40})$/u.exec(hash)?.[1] ?? '';
