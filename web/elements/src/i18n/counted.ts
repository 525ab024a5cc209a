/** "1 minute", "2 minutes", for languages that tell one from many. */
export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
