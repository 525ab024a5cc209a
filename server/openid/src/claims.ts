/** Claims of OpenID Connect and attributes of the scene: what is asked of a phone, and what of its answer is told. */

export const kScene = 'sign-in';
/** Who signs in is somebody to this portal alone. */
export const kPseudonym = 'pseudonym';

const kAttributeOfClaim = {
  name: 'name',
  citycode_document_type: 'document-type',
  citycode_document_number_masked: 'document-number-masked',
  citycode_over_18: 'over-18',
  citycode_over_60: 'over-60',
} as const;
export type ClaimName = keyof typeof kAttributeOfClaim;
export const kClaimNames = Object.keys(kAttributeOfClaim) as readonly ClaimName[];
export const isClaimName = (text: string): text is ClaimName => Object.hasOwn(kAttributeOfClaim, text);

export const kClaimsOfScope: Readonly<Record<string, readonly ClaimName[]>> = {
  profile: ['name'],
  document: ['citycode_document_type', 'citycode_document_number_masked'],
  age: ['citycode_over_18', 'citycode_over_60'],
};

/** A phone with a key of its own, which no script can read, and a person at it who agreed; no second factor, no hardware (RFC 8176). */
export const kAcr = 'urn:citycode:acr:phone';
export const kAmr: readonly string[] = ['swk', 'user'];

export interface Asked {
  readonly required: readonly ClaimName[];
  readonly optional: readonly ClaimName[];
}

type ClaimsParameter = Readonly<Record<'id_token' | 'userinfo', Readonly<Record<string, { readonly essential?: boolean } | null>> | undefined>>;

/** What an authorization request asks for, less what its portal may not ask. The parameters were checked by the provider. */
export function askedBy(parameters: Readonly<Record<string, unknown>>, allowed: readonly ClaimName[]): Asked {
  const named = new Set(String(parameters['scope'] ?? '').split(' ').flatMap((scope) => (Object.hasOwn(kClaimsOfScope, scope) ? kClaimsOfScope[scope]! : [])));
  const essential = new Set<ClaimName>();
  const claims = parameters['claims'] === undefined ? null : (JSON.parse(String(parameters['claims'])) as Partial<ClaimsParameter>);
  for (const part of [claims?.id_token, claims?.userinfo]) {
    for (const [name, how] of Object.entries(part ?? {})) {
      if (!isClaimName(name)) continue;
      named.add(name);
      if (how?.essential === true) essential.add(name);
    }
  }
  const may = allowed.filter((name) => named.has(name));
  return { required: may.filter((name) => essential.has(name)), optional: may.filter((name) => !essential.has(name)) };
}

export const attributesOf = (claims: readonly ClaimName[]): string[] => claims.map((claim) => kAttributeOfClaim[claim]);

/** The attribute is a number, and a claim says it in words: core/include/citycode/holder_classes.def. */
export const kDocumentTypes: Readonly<Record<number, string>> = {
  1: 'resident', 2: 'hong-kong-macao', 3: 'taiwan', 4: 'passport', 5: 'foreign-permanent-resident',
};

/** Only what was asked and came back. */
export function claimsFrom(attributes: Readonly<Record<string, unknown>>, asked: Asked): Partial<Record<ClaimName, string | boolean>> {
  const given: Partial<Record<ClaimName, string | boolean>> = {};
  for (const claim of [...asked.required, ...asked.optional]) {
    const sent = attributes[kAttributeOfClaim[claim]];
    const value = claim === 'citycode_document_type' ? kDocumentTypes[Number(sent)] : sent;
    if (typeof value === 'string' || typeof value === 'boolean') given[claim] = value;
  }
  return given;
}

/** The pseudonym as the subject of the portal that it was made for; null if there is none. */
export function subjectFrom(attributes: Readonly<Record<string, unknown>>): string | null {
  const pseudonym = attributes[kPseudonym];
  return typeof pseudonym === 'string' && /^[0-9a-f]{16,128}$/u.test(pseudonym) ? pseudonym : null;
}

/** An account of the provider is a person at one client: sub is never given to another. */
export const accountOf = (clientId: string, subject: string): string => `${clientId}:${subject}`;
export function subjectAt(clientId: string, account: string): string | null {
  return account.startsWith(`${clientId}:`) ? account.slice(clientId.length + 1) : null;
}
