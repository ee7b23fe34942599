import { type GObject, type RTSPServer } from '../../lib/index.js';

/** Makes JavaScript meet whatever the server makes for its clients; gives the types of what it has met. */
export function meetAll(server: RTSPServer, at: string): Set<string> {
  const met = new Set<string>();
  const meet = (...objects: (GObject | null)[]) => {
    for (const object of objects) if (object) met.add(object.typeName);
  };
  meet(server, server.sessionPool, server.threadPool, server.mountPoints);
  server.on('client-connected', (client) => {
    meet(client);
    client.on('new-session', meet);
    client.on('setup-request', ({ media, sessionMedia, stream, transport }) => {
      meet(media, sessionMedia, stream, transport);
    });
  });
  const factory = server.mountPoints?.match(at).factory;
  meet(factory ?? null);
  factory?.on('media-configure', (media) => {
    meet(media, media.element);
    for (let i = 0; i < media.nStreams; i++) meet(media.getStream(i));
  });
  return met;
}
