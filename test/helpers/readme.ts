import { readFileSync } from 'node:fs';
import path from 'node:path';

import { projectRoot } from './process.js';

export const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');

/** The packages that it tells users of the npm package to install, in its order. */
export function packagesOfReadme(): string[] {
  const [, packages = ''] = /^sudo apt-get install ((?:.*\\\n)*.*)$/m.exec(readme) ?? [];
  return packages.split(/[\s\\]+/);
}
