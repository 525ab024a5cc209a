/** In place of Intl, which not every phone's chat app has: ISO 8601, in this phone's time zone. */
interface TimeStyle {
  readonly dateStyle?: 'medium';
  readonly timeStyle: 'short' | 'medium';
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

export function timeText(atMs: number, _language: string, { dateStyle, timeStyle }: TimeStyle): string {
  const at = new Date(atMs);
  const date = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  const time = [at.getHours(), at.getMinutes(), ...(timeStyle === 'medium' ? [at.getSeconds()] : [])].map(twoDigits).join(':');
  return dateStyle ? `${date} ${time}` : time;
}
