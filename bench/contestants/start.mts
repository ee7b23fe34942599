import { writeSync } from 'node:fs';

import { serve } from '../../lib/index.js';

/** A module of an application, from its `import` to its listening. Usage: start.mjs LAUNCH */
const server = await serve({ port: 0, mounts: { '/test': process.argv[2] ?? '' } });
writeSync(1, `listening ${server.boundPort}\n`);
