/**
 * Every verb that a page may ask of the worker, and the facade whose method it is: the forwards on the page's side and
 * the calls on the worker's are made from these tables. A new verb is one line here; without it nothing compiles.
 */
import type { CityCore } from '../city-core.js';
import type { Holder } from '../facades/holder.js';
import type { Log } from '../facades/log.js';
import type { Role } from '../facades/role.js';
import type { Tokens } from '../facades/tokens.js';
import type { Verifier } from '../facades/verifier.js';

/** A facade's own verbs, without those that both roles have. */
export type OwnVerbs<F> = Omit<F, keyof Role>;

type Table<F> = Readonly<Record<keyof F, keyof CityCore>>;

export const roleVerbs: Table<Role> = {
  loadTrustList: 'holder',
  drawSvg: 'holder',
  drawPixels: 'holder',
  sign: 'holder',
  verifySignature: 'holder',
};

export const holderVerbs: Table<OwnVerbs<Holder>> = {
  readPass: 'holder',
  presentationToBeSigned: 'holder',
  writeCode: 'holder',
  readVenue: 'holder',
  readPortalRequest: 'holder',
};

export const verifierVerbs: Table<OwnVerbs<Verifier>> = {
  loadStatusList: 'verifier',
  loadSceneKey: 'verifier',
  forgetSceneKeys: 'verifier',
  verifyCode: 'verifier',
  confirmTime: 'verifier',
  splitList: 'verifier',
  joinListPart: 'verifier',
  shareReplay: 'verifier',
  shareToBeSigned: 'verifier',
  writeShare: 'verifier',
  mergeReplay: 'verifier',
  saveReplay: 'verifier',
  loadReplay: 'verifier',
};

export const tokenVerbs: Table<Tokens> = {
  blindToken: 'tokens',
  finalizeTokens: 'tokens',
};

export const logVerbs: Table<Log> = {
  loadCheckpoint: 'log',
  verifyInclusion: 'log',
};
