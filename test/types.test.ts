import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
  type GObject,
  RTSPClient,
  type RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPServer,
  RTSPStatusCode,
} from '../lib/index.js';
import { Facade } from './conformance/facade.js';
import { projectRoot } from './helpers/process.js';

// What must not compile stands in types.test-d.ts.

class LoggingServer extends RTSPServer {
  readonly seen: RTSPClient[] = [];

  constructor() {
    super();
    this.on('client-connected', (client) => this.seen.push(client));
  }
}

describe('types', () => {
  it('are tried for each event of each class, with a handler that fits and with one that does not', function () {
    this.timeout(60_000);
    const text = readFileSync(path.join(projectRoot, 'test/types.test-d.ts'), 'utf8');
    const facade = new Facade();
    const inherited = facade.classOf('GObject')?.events ?? new Map<string, unknown>();
    const events = [...facade.classOfType.values()].flatMap((name) => {
      const own = facade.classOf(name)?.events.keys() ?? [];
      return [...own].filter((event) => !inherited.has(event)).map((event) => ({ name, event }));
    });
    assert.ok(events.length > 50, String(events.length));
    const declared = [...text.matchAll(/^declare const (\w+): (\w+);$/gm)];
    const isTried = ({ name, event }: { name: string; event: string }) =>
      declared
        .filter(([, , of]) => of === name)
        .some(([, object]) =>
          new RegExp(
            `^${object}\\.on\\('${event}', .*\n// @ts-expect-error -- .*\n${object}\\.on\\(\\s*'${event}'`,
            'm',
          ).test(text),
        );
    assert.deepEqual(
      events.filter((one) => !isTried(one)).map(({ name, event }) => `${name}::${event}`),
      [],
    );
  });

  it('number the ten commonest mistakes', () => {
    const text = readFileSync(path.join(projectRoot, 'test/types.test-d.ts'), 'utf8');
    const numbers = [...text.matchAll(/@ts-expect-error -- mistake (\d+): /g)].map(([, number]) => Number(number));
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
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
    client.on('pre-play-request', async () => RTSPStatusCode.FORBIDDEN);
    client.on('pre-play-request', async ({ uri }) => (uri ? RTSPStatusCode.OK : undefined));
    client.on('pre-play-request', () => undefined);
    assert.equal(client.listenerCount('pre-play-request'), 5);
  });
});
