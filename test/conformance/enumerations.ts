import * as library from '../../lib/index.js';
import type { Enumerations } from './compare.js';
import { readNamespace } from './gir.js';

const exported = library as unknown as Readonly<Record<string, unknown>>;

const flags = new Set(
  ['GstRtspServer', 'GstRtsp', 'Gst'].flatMap((namespace) =>
    readNamespace(namespace)
      .enumerations.filter((enumeration) => enumeration.flags)
      .map(({ name }) => `Gst${name}`),
  ),
);
// The files have the one among the enumerations, though several of it may be given; GIO's is not here.
for (const type of ['GstRTSPAuthMethod', 'GTlsCertificateFlags']) flags.add(type);

/** The facade's enumerations, and which of them the introspection files call bitfields. */
export const enumerations: Enumerations = {
  valuesOf: (type) => {
    const values = exported[type.replace(/^(Gst|G(?=[A-Z]))/, '')];
    if (typeof values !== 'object' || values === null) return undefined;
    const all = Object.values(values) as unknown[];
    return all.every((value) => typeof value === 'number') ? new Set(all) : undefined;
  },
  isFlags: (type) => flags.has(type),
};
