/**
 * Every verb that a page may ask of the worker, facade by facade: the forwards on the page's side are made from these tables.
 * A new verb is one line here; without it nothing compiles.
 */
import type { Holder } from '../facades/holder.js';
import type { Log } from '../facades/log.js';
import type { Portal } from '../facades/portal.js';
import type { Ratings } from '../facades/ratings.js';
import type { Role } from '../facades/role.js';
import type { Seeds } from '../facades/seeds.js';
import type { Tokens } from '../facades/tokens.js';
import type { Verifier } from '../facades/verifier.js';

/** A facade's own verbs, without those that both roles have. */
export type OwnVerbs<F> = Omit<F, keyof Role>;

type Table<F> = Readonly<Record<keyof F, true>>;

export const roleVerbs: Table<Role> = {
  loadTrustList: true,
  drawSvg: true,
  drawPixels: true,
  sign: true,
  verifySignature: true,
};

export const holderVerbs: Table<OwnVerbs<Holder>> = {
  readPass: true,
  presentationToBeSigned: true,
  writeCode: true,
  readVenue: true,
  readPortalRequest: true,
  sealPortalAnswer: true,
};

export const verifierVerbs: Table<OwnVerbs<Verifier>> = {
  loadStatusList: true,
  holdSceneKeys: true,
  verifyCode: true,
  confirmTime: true,
  splitList: true,
  joinListPart: true,
  shareReplay: true,
  shareToBeSigned: true,
  writeShare: true,
  mergeReplay: true,
  saveReplay: true,
  loadReplay: true,
};

export const portalVerbs: Table<OwnVerbs<Portal>> = {
  holdPortalKey: true,
  anchorOf: true,
  requestToBeSigned: true,
  writeRequest: true,
  livingCode: true,
  judgeAnswer: true,
};

export const ratingVerbs: Table<Ratings> = {
  readTicket: true,
  writeRating: true,
  screenText: true,
};

export const tokenVerbs: Table<Tokens> = {
  blindToken: true,
  finalizeTokens: true,
};

export const seedVerbs: Table<Seeds> = {
  hash: true,
  sealSeed: true,
  signSealed: true,
};

export const logVerbs: Table<Log> = {
  loadCheckpoint: true,
  verifyInclusion: true,
};
