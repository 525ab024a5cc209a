/** Fails when a word of the catalogue is said nowhere, or when a page says words of a part that it does not load. */
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const kSkipped = new Set(['node_modules', 'dist', 'build', 'test']);

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return kSkipped.has(entry.name) ? [] : sourcesIn(path);
    return /\.ts$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Each word by the node that declares it: its path, "app.title", and its part, "holder". Tables are looked up by data: they are whole words of their own. */
function declaredWords(program) {
  const words = new Map();
  for (const file of program.getSourceFiles()) {
    const part = /\/(\w+)\.words\.ts$/.exec(file.fileName)?.[1];
    if (!part) continue;
    for (const statement of file.statements) {
      if (!ts.isInterfaceDeclaration(statement) || statement.name.text.toLowerCase() !== `${part}words`) continue;
      for (const section of statement.members.filter(ts.isPropertySignature)) {
        if (ts.isTypeLiteralNode(section.type) && section.name.text !== 'about') {
          for (const word of section.type.members) words.set(word, { path: `${section.name.text}.${word.name.text}`, part });
        } else words.set(section, { path: section.name.text, part, isTable: true });
      }
    }
  }
  return words;
}

const declarationsOf = (symbol) => symbol?.declarations ?? [];

/** Calls back with the declaration of every property that a file reads. */
function eachProperty(checker, file, tell) {
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node)) declarationsOf(checker.getSymbolAtLocation(node.name)).forEach(tell);
    else if (ts.isBindingElement(node) && node.parent.kind === ts.SyntaxKind.ObjectBindingPattern) {
      const name = (node.propertyName ?? node.name).getText();
      declarationsOf(checker.getTypeAtLocation(node.parent).getProperty(name)).forEach(tell);
    } else if (ts.isElementAccessExpression(node)) {
      const object = checker.getTypeAtLocation(node.expression);
      const key = checker.getTypeAtLocation(node.argumentExpression);
      for (const each of key.isUnion() ? key.types : [key]) if (each.isStringLiteral()) declarationsOf(object.getProperty(each.value)).forEach(tell);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** The files that a file needs when it runs; of a barrel only those that declare what is taken from it. */
function neededBy(program, checker, file) {
  const needed = new Set();
  const add = (path) => { if (path && !/\/node_modules\/|\.d\.ts$/.test(path)) needed.add(path); };
  const moduleFile = (specifier) => checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile().fileName;
  const declaring = (name) => {
    let symbol = checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    for (const declaration of declarationsOf(symbol)) add(declaration.getSourceFile().fileName);
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      if (!clause) add(moduleFile(node.moduleSpecifier));
      else if (!clause.isTypeOnly) {
        const { namedBindings } = clause;
        if (clause.name || !namedBindings || ts.isNamespaceImport(namedBindings)) add(moduleFile(node.moduleSpecifier));
        else for (const each of namedBindings.elements) if (!each.isTypeOnly) declaring(each.name);
      }
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && !node.isTypeOnly) add(moduleFile(node.moduleSpecifier));
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteral(node.arguments[0])) add(moduleFile(node.arguments[0]));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return needed;
}

/** Every `boot('tag', ['part'], () => import('./page.js'), ['later'])`: the parts, those of later among them, and the file of the page. */
function pagesOf(checker, file) {
  const pages = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'boot') {
      const [tag, parts, load, later] = node.arguments;
      const namesIn = (list) => (list && ts.isArrayLiteralExpression(list) ? list.elements.map((each) => each.text) : null);
      const wanted = later ? namesIn(later) && namesIn(parts)?.concat(namesIn(later)) : namesIn(parts);
      const specifier = load?.body?.arguments?.[0];
      const path = specifier && checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile().fileName;
      pages.push({ tag: tag?.text, parts: wanted, path });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return pages;
}

/** What is wrong, a sentence each. `roots` are the folders of pages and components. */
export function checkWords(roots, options) {
  const program = ts.createProgram(roots.flatMap(sourcesIn), { ...options, noEmit: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const words = declaredWords(program);
  const wrong = [];
  if (words.size === 0) return ['no words were found: where are the files *.words.ts?'];

  const said = new Set();
  const partsOf = new Map();
  const sources = program.getSourceFiles().filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && !fileName.includes('/node_modules/'));
  for (const file of sources) {
    const parts = new Set();
    eachProperty(checker, file, (declaration) => {
      const word = words.get(declaration);
      if (!word) return;
      said.add(declaration);
      parts.add(word.part);
    });
    partsOf.set(file.fileName, parts);
  }
  for (const [declaration, { path, part, isTable }] of words) {
    if (!isTable && !said.has(declaration)) wrong.push(`${part}.words.ts: nothing says '${path}': take it out, of every language too`);
  }

  for (const file of sources) {
    for (const { tag, parts, path } of pagesOf(checker, file)) {
      if (!parts || !path) {
        wrong.push(`${file.fileName}: what boot() is given for '${tag}' cannot be read: a list of parts and one import`);
        continue;
      }
      const seen = new Set();
      const follow = (each) => {
        const source = program.getSourceFile(each);
        if (!source || seen.has(each)) return;
        seen.add(each);
        for (const part of partsOf.get(each) ?? []) {
          if (part !== 'common' && !parts.includes(part)) wrong.push(`${tag}: ${each} says words of '${part}', which the page does not load`);
        }
        neededBy(program, checker, source).forEach(follow);
      };
      follow(path);
    }
  }
  return wrong;
}

/** Everything under web, as its own tsconfig has it. */
export function checkWeb() {
  const web = fileURLToPath(new URL('..', import.meta.url));
  const { config } = ts.readConfigFile(resolve(web, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, web);
  return checkWords([web], options).map((line) => line.replaceAll(web, 'web/'));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const wrong = checkWeb();
  for (const line of wrong) console.error(line);
  process.exit(wrong.length ? 1 : 0);
}
