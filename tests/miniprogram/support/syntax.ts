/**
 * The JavaScript that the tools take and every phone reads: ECMAScript 2018, without what iOS before 16.4 does not parse
 * (core-js fills in functions, never syntax: developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html).
 */
import { parse, type Token } from 'acorn';

export function checkSyntax(source: string, file: string): void {
  const tokens: (Token & { value?: unknown })[] = [];
  try {
    parse(source, { ecmaVersion: 2018, sourceType: 'script', onToken: tokens });
  } catch (error) {
    throw new SyntaxError(`${file}: ${(error as Error).message}`);
  }
  for (const { type, value } of tokens) {
    const pattern = type.label === 'regexp' ? (value as { pattern: string }).pattern : '';
    if (/\(\?<[=!]/.test(pattern)) throw new SyntaxError(`${file}: looks behind in /${pattern}/`);
  }
}
