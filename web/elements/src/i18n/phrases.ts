/** From wire names and numbers to words. Anything unknown is shown as it is, never hidden. */
import { timeText } from '@citycode/elements/time-text';
import type { AttributeValue, FaultId } from '@citycode/wasm/types';
import type { Catalogue } from './catalogue.js';
import type { AttributeName, FaultText, HolderClassName, SceneName, Stage, Subject } from './common.words.js';
import { t } from './current.js';
import { holderClasses } from './names.generated.js';

const plain = (name: string): string => name.replace(/-/g, ' ');

export function sceneLabel(name: string): string {
  return t().scenes[name as SceneName] ?? plain(name);
}

export function attributeLabel(name: string): string {
  return t().attributes[name as AttributeName] ?? plain(name);
}

export function holderClassText(name: string): string {
  return t().holderClasses[name as HolderClassName] ?? plain(name);
}

const anyOf = (fault: FaultId): `${Stage}/*` => `${fault.split('/')[0] as Stage}/*`;

/** What is said of a fault only because of what it is about; null where that changes nothing. */
export function textAbout(subject: Subject, fault: FaultId): FaultText | null {
  const table = t().about[subject];
  return table?.[fault] ?? table?.[anyOf(fault)] ?? null;
}

/** For the page's audience. */
export function faultText(fault: FaultId, subject: Subject | null = null): FaultText {
  const { faults } = t();
  return (subject && textAbout(subject, fault)) ?? faults[fault] ?? faults[anyOf(fault)] ?? faults['internal/bug']!;
}

/** One of several translations that the server sends, or whatever it has. */
export function localName(names: Readonly<Record<string, string>> | undefined): string {
  if (!names) return '';
  return names[t().language] ?? names['en'] ?? Object.values(names)[0] ?? '';
}

/** Of an address that a city wrote twice, "1 Garden Road · 花园路1号", the one in the reader's script. */
export function placeAddress(address: string): string {
  const parts = address.split(' · ');
  const isHan = (part: string): boolean => /\p{Script=Han}/u.test(part);
  const mine = parts.filter((part) => isHan(part) === t().language.startsWith('zh'));
  return mine.length > 0 && mine.length < parts.length ? mine.join(' · ') : address;
}

/** By the value of document-type on the wire. */
const documentTypes: Readonly<Record<number, HolderClassName>> = holderClasses;

const numbered: Readonly<Record<string, (words: Catalogue) => Readonly<Record<number, string>>>> = {
  'fare-type': (words) => words.fareTypes,
  'insurance-type': (words) => words.insuranceTypes,
  'health-status': (words) => words.healthStatuses,
  'ticket-class': (words) => words.ticketClasses,
};

/** 48 of its 96 bits, in groups that can be read out: at one place no two people share them, and a clerk compares by eye. */
const kShownDigits = 12;
const numberForPeople = (hex: string): string => hex.slice(0, kShownDigits).toUpperCase().match(/.{1,4}/gu)?.join(' ') ?? hex;

export function attributeValueText(name: string, value: AttributeValue): string {
  const words = t();
  if (typeof value === 'boolean') return value ? words.common.yes : words.common.no;
  if (name === 'pseudonym') return numberForPeople(String(value));
  if (typeof value === 'string') return value;
  if (name === 'document-type') {
    const holderClass = documentTypes[value];
    return holderClass ? words.holderClasses[holderClass] : String(value);
  }
  if (name === 'health-computed-at') return dateTimeText(value);
  return numbered[name]?.(words)[value] ?? String(value);
}

export const dateTimeText = (unixSeconds: number): string => timeText(unixSeconds * 1000, t().language, { dateStyle: 'medium', timeStyle: 'short' });

/** Eight digits in two groups, as the office's commands write them too. */
export function cardNumberText(number: number): string {
  const digits = String(number).padStart(8, '0');
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

/** A moment of today by the clock alone, with seconds: it may be very near. Another day's has its date. */
export function momentText(atMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString();
  return timeText(atMs, t().language, isToday ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** People compare clocks by the second; beyond ten minutes nobody counts seconds any more. */
const kComparedInSeconds = 600;

/**
 * A length of time in words, to the nearest unit: in seconds up to `secondsUpTo`, then in the largest unit of which
 * there are two at least. A clock in the wrong time zone is out by whole hours less a few seconds: cut off instead of
 * rounded, that would read as an hour less. Never 0 seconds: nobody says "0 seconds ago".
 */
export function durationText(seconds: number, secondsUpTo = kComparedInSeconds): string {
  const words = t().time;
  const exact = Math.max(1, Math.abs(seconds));
  const [whole, minutes, hours, days] = [1, 60, 3600, 86_400].map((unit) => Math.round(exact / unit)) as [number, number, number, number];
  if (whole < secondsUpTo) return words.seconds(whole);
  if (minutes < 2 * 60) return words.minutes(minutes);
  if (hours < 2 * 24) return words.hours(hours);
  return words.days(days);
}

/** Which way this device's clock is off and how far, where a problem says so. */
export function clockDetail(problem: { readonly clockDifferenceSeconds: number | null } | null): string {
  const difference = problem?.clockDifferenceSeconds ?? null;
  if (difference === null) return '';
  return (difference > 0 ? t().common.clockAhead : t().common.clockBehind)(durationText(difference));
}
