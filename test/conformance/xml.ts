/** An element of an XML document; text is left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
  readonly children: readonly XmlElement[];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decode = (text: string) =>
  text.replace(/&(#x?)?(\w+);/g, (_, number: string | undefined, name: string) =>
    number ? String.fromCodePoint(parseInt(name, number === '#x' ? 16 : 10)) : (entities[name] ?? `&${name};`),
  );

/**
 * The root element of a document as tools write it: no CDATA, no document type of its own.
 *
 * @throws Error for a document whose elements do not match.
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement & { children: XmlElement[] } = { name: '', attributes: {}, children: [] };
  const open = [root];
  const tags = /<!--[^]*?-->|<\?[^]*?\?>|<(\/)?([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?>/g;
  for (const match of text.matchAll(tags)) {
    const [, closing, name, attributes, empty] = match as (string | undefined)[];
    if (name === undefined) continue;
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends another element`);
      continue;
    }
    const element: XmlElement & { children: XmlElement[] } = {
      name,
      attributes: Object.fromEntries(
        Array.from((attributes ?? '').matchAll(/([\w:.-]+)\s*=\s*(["'])(.*?)\2/gs), ([, key, , value]) => [
          key,
          decode(value),
        ]),
      ),
      children: [],
    };
    open.at(-1)?.children.push(element);
    if (!empty) open.push(element);
  }
  const document = root.children.at(0);
  if (open.length !== 1 || !document) throw new Error('the document is not complete');
  return document;
}
