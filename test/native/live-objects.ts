import { native } from '../../lib/native.js';

/** What the addon with the test double has besides. */
const double = native as typeof native & { countInstances(): void; instances(): Record<string, number> };

/** From now on; no class may have been used before. */
export function countInstances(): void {
  double.countInstances();
}

/** How many objects live, by type, whether or not JavaScript has met them. */
export function liveObjects(): Record<string, number> {
  const live = Object.entries(double.instances());
  // A class of elements keeps its templates for ever.
  return Object.fromEntries(live.filter(([type, count]) => count !== 0 && type !== 'GstPadTemplate'));
}
