'use strict';
const { setImmediate: turn } = require('node:timers/promises');

/** Collects until no wrapper is left in that addon, and all that was released is freed. */
exports.allGone = async (native) => {
  const end = Date.now() + 20_000;
  for (;;) {
    global.gc();
    await turn();
    const { wrappers, reaperIdle, queued } = native.statistics();
    if (wrappers === 0 && reaperIdle && queued === 0) return;
    if (Date.now() > end) throw new Error(`${wrappers} wrappers are left`);
  }
};
