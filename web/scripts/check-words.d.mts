import type { CompilerOptions } from 'typescript';

export function checkWords(roots: readonly string[], options: CompilerOptions): string[];
export function checkWeb(): string[];
