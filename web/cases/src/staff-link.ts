/** The secret of a staff link: in this tab alone, and never in the address for longer than it takes to read it. */

const kKey = 'citycode-staff';
/** 32 bytes as base64url. */
const kSecret = /^[A-Za-z0-9_-]{43}$/u;

/** Of the address, else what this tab had before it was loaded anew. Null: there is none. */
export function takeStaffSecret(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('staff');
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  if (given && kSecret.test(given)) {
    try {
      sessionStorage.setItem(kKey, given);
    } catch {
      // Only until the page is loaded anew.
    }
    return given;
  }
  try {
    return sessionStorage.getItem(kKey);
  } catch {
    return null;
  }
}

export function forgetStaffSecret(): void {
  try {
    sessionStorage.removeItem(kKey);
  } catch {
    // Nothing was kept.
  }
}
