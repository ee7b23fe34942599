import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  type GObject,
  RTSPClient,
  type RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPServer,
  RTSPStatusCode,
} from '../lib/index.js';

// What must not compile stands in types.test-d.ts.

class LoggingServer extends RTSPServer {
  readonly seen: RTSPClient[] = [];

  constructor() {
    super();
    this.on('client-connected', (client) => this.seen.push(client));
  }
}

describe('types', () => {
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
