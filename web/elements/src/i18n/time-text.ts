/** A moment, in this device's time zone, as it is written in a language. A host that has no Intl puts its own in this file's place. */
export interface TimeStyle {
  readonly dateStyle?: 'medium';
  readonly timeStyle: 'short' | 'medium';
}

export const timeText = (atMs: number, language: string, style: TimeStyle): string => new Intl.DateTimeFormat(language, style).format(atMs);
