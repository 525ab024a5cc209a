/** The elements' colours and sizes, on the elements themselves: the page's own are left alone. */
import tokens from './tokens.css';

/** No element and no `style=`: a strict policy lets a sheet be made. First of all, so that whatever the page says stands before it. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens);
document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
