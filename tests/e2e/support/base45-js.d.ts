/** The package's own declarations name functions that it does not have. */
declare module 'base45-js' {
  const base45: { encode(bytes: Uint8Array): string; decode(text: string): Uint8Array };
  export default base45;
}
