import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  type GObject,
  RTSPClient,
  type RTSPMedia,
  type RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPServer,
  RTSPStatusCode,
} from '../lib/index.js';

// What must not compile is expected not to: script/lint checks the types of this file.
function wrongUses(client: RTSPClient, factory: RTSPMediaFactory): void {
  // @ts-expect-error -- an answer is a status code
  client.on('pre-play-request', () => 'no');
  // @ts-expect-error -- also a promised one
  client.on('pre-play-request', async () => 'no');
  // @ts-expect-error -- there is no such event
  client.on('pre-ply-request', () => RTSPStatusCode.OK);
  // @ts-expect-error -- the handler gets a media
  factory.on('media-configure', (media: RTSPClient) => media);
  // @ts-expect-error -- a launch line is a string
  factory.launch = 7;
  // @ts-expect-error -- one of RTSPSuspendMode
  factory.suspendMode = 'pause';
  // @ts-expect-error -- the library makes media
  factory.emit('media-configure', new (Object as unknown as typeof RTSPMedia)(1));
  // @ts-expect-error -- options have names
  client.on('closed', () => undefined, { timeout: 5 });
}

class LoggingServer extends RTSPServer {
  readonly seen: RTSPClient[] = [];

  constructor() {
    super();
    this.on('client-connected', (client) => this.seen.push(client));
  }
}

describe('types', () => {
  it('refuse what the library would refuse', () => {
    assert.equal(typeof wrongUses, 'function');
  });

  it('let subclasses listen to their own events', () => {
    const server: RTSPServer = new LoggingServer();
    const object: GObject = server;
    assert.equal(object.typeName, 'NodeRTSPServer');
    assert.equal(server.listenerCount('client-connected'), 1);
  });

  it('fit what takes an EventEmitter', async () => {
    const factory: RTSPMediaFactory = new RTSPMediaFactoryURI();
    const changed = once(factory, 'notify::shared');
    factory.setProperty('shared', true);
    assert.deepEqual(await changed, ['shared']);
    assert.equal(factory.shared, true);
  });

  it('let handlers answer by name, by number, later or not at all', () => {
    const client = new RTSPClient();
    client.on('pre-play-request', () => RTSPStatusCode.FORBIDDEN);
    client.on('pre-play-request', () => 403);
    client.on('pre-play-request', async () => 403);
    client.on('pre-play-request', async ({ uri }) => (uri ? RTSPStatusCode.OK : undefined));
    client.on('pre-play-request', () => undefined);
    assert.equal(client.listenerCount('pre-play-request'), 5);
  });
});
