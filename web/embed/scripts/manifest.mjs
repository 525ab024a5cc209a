/** The manifest of the custom elements: what the comments of the sources say of each element, its own and those of the class that it extends. */
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

const here = resolve(import.meta.dirname, '..');

/** Of Lit and of the browser: nobody calls them. */
const kNotPublic = /^(connected|disconnected|form[A-Z]|will|first|updated|render|request$|styles$|properties$|formAssociated$)/u;
const isPublic = ({ name, privacy, static: isStatic }) => (privacy ?? 'public') === 'public' && !isStatic && !name.startsWith('#') && !kNotPublic.test(name);

async function declarationsIn(folder, pattern) {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => pattern.test(path)).map((path) => join(folder, path));
  const modules = await Promise.all(paths.map(async (path) => ts.createSourceFile(relative(here, path), await readFile(path, 'utf8'), ts.ScriptTarget.ES2020, true)));
  return create({ modules, plugins: litPlugin(), context: { dev: false } }).modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
}

const byName = (own = [], inherited = []) => [...new Map([...inherited, ...own].map((each) => [each.name, each])).values()];

/** Names that only our sources have, as a page would write them. */
const kPublicTypes = {
  ErrorCorrection: "'L' | 'M' | 'Q' | 'H'", ServiceWay: "'on-site' | 'online' | 'telephone'", 'GivenSource | null': 'MediaStream | HTMLCanvasElement | HTMLVideoElement | null',
};
const withPublicType = (each) => (kPublicTypes[each.type?.text] ? { ...each, type: { text: kPublicTypes[each.type.text] } } : each);

/** Each element as a page sees it, its tag's own comment first. */
export async function elementsOf(tags) {
  const [own, inherited] = await Promise.all([
    declarationsIn(join(here, 'src'), /\.ts$/u), declarationsIn(resolve(here, '../elements/src'), /\.component\.ts$/u)]);
  return tags.map((tag) => {
    const [element, base] = [own, inherited].map((all) => all.find(({ tagName }) => tagName === tag));
    if (!element || !base) throw new Error(`${tag}: no class says @tag ${tag} in its comment`);
    const merged = Object.fromEntries(['attributes', 'members', 'events', 'slots', 'cssParts', 'cssProperties'].map((of) => [of, byName(element[of], base[of])]));
    const members = merged.members.filter(isPublic).map(withPublicType);
    const attributes = merged.attributes.filter(({ fieldName }) => !fieldName || members.some(({ name }) => name === fieldName)).map(withPublicType);
    for (const { kind, name, description } of members) if (!description) throw new Error(`${tag}: the ${kind} ${name} has no comment`);
    return { ...merged, attributes, members, tagName: tag, description: element.description };
  });
}

export const manifestOf = (elements, classNames) => ({
  schemaVersion: '1.0.0', readme: 'README.md',
  modules: elements.map((element) => ({
    kind: 'javascript-module', path: `dist/${element.tagName}.js`,
    declarations: [{ kind: 'class', customElement: true, name: classNames[element.tagName], superclass: { name: 'HTMLElement' }, ...element }],
    exports: [
      { kind: 'js', name: classNames[element.tagName], declaration: { name: classNames[element.tagName], module: `dist/${element.tagName}.js` } },
      { kind: 'custom-element-definition', name: element.tagName, declaration: { name: classNames[element.tagName], module: `dist/${element.tagName}.js` } },
    ],
  })),
});
