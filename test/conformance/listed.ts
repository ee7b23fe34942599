import { readFileSync } from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../helpers/process.js';

/** One table of docs/bindings.md: what stands in its first column, and the text beside it. */
export type Listed = ReadonlyMap<string, string>;

/**
 * The tables of docs/bindings.md, by their headings.
 *
 * @throws Error for what stands there twice.
 */
export function readListed(): ReadonlyMap<string, Listed> {
  const tables = new Map<string, Map<string, string>>();
  let table = new Map<string, string>();
  for (const line of readFileSync(path.join(projectRoot, 'docs/bindings.md'), 'utf8').split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading) tables.set(heading, (table = new Map<string, string>()));
    const row = /^\| `([^`]+)` *\| (.*) \|$/.exec(line);
    if (!row) continue;
    const [, key, text] = row;
    if (table.has(key)) throw new Error(`docs/bindings.md has ${key} twice`);
    table.set(key, text.trim());
  }
  return tables;
}

/** What stands beside it may begin with the versions that it is about: `1.26: ` and `before 1.24: `. */
export function isAbout(text: string, minor: number): boolean {
  const [, before, version] = (/^(before )?1\.(\d\d): /.exec(text) ?? []) as (string | undefined)[];
  return version === undefined || minor >= Number(version) === (before === undefined);
}
