/** While a code is shown large: bright, and the screen stays on. */
let before: number | null = null;

export function holdScreen(): void {
  wx.setKeepScreenOn({ keepScreenOn: true });
  wx.getScreenBrightness({
    success: ({ value }) => {
      before ??= value;
      wx.setScreenBrightness({ value: 1 });
    },
  });
}

export function releaseScreen(): void {
  wx.setKeepScreenOn({ keepScreenOn: false });
  if (before !== null) wx.setScreenBrightness({ value: before });
  before = null;
}
