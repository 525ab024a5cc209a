/** 2.21.3: entries of the storage that the chat app encrypts (…/api/storage/wx.setStorage.html); the module, frames and canvases are older. */
const kOldest = [2, 21, 3] as const;

export function isOldApp(): boolean {
  if (!wx.canIUse('getAppBaseInfo')) return true;   // since 2.20.1
  const parts = wx.getAppBaseInfo().SDKVersion.split('.').map(Number);
  for (let i = 0; i < kOldest.length; i++) {
    const difference = (parts[i] || 0) - kOldest[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
