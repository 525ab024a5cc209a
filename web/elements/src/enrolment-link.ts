/** The code in "#enrol=…", or null. What it is worth, enrolment-code.ts says: it comes with the page that reads one. */
export function codeInFragment(hash: string): string | null {
  const match = /^#enrol=+([^&]*)/i.exec(hash);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]!);
  } catch {
    return match[1]!;
  }
}
