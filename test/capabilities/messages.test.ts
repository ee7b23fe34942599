import assert from 'node:assert/strict';

import {
  RTSPClient,
  type RTSPContext,
  RTSPMediaFactory,
  RTSPResult,
  RTSPServer,
  RTSPStatusCode,
  serve,
} from '../../lib/index.js';
import { decodeFrames, rtspsrcFrames } from '../clients/players.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { smallPicture, tone } from '../helpers/lines.js';

describe('a redirect', function () {
  this.timeout(60_000);

  it('is a 302 with a Location, which players follow', async () => {
    await using target = await serve({ port: 0, mounts: { '/there': { launch: smallPicture, shared: true } } });
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    let made = 0;
    factory.on('media-constructed', () => {
      made += 1;
    });
    await using server = await serve({ port: 0, mounts: { '/here': factory } });
    server.on('client-connected', (client) => {
      client.on('pre-describe-request', () => RTSPStatusCode.MOVE_TEMPORARILY);
      client.on('send-message', (_context, message) => {
        if (message.status === RTSPStatusCode.MOVE_TEMPORARILY) message.headers.set('Location', target.url('/there'));
      });
    });
    using client = await RtspClient.connect(server.url('/here'));
    const response = await client.request('DESCRIBE');
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), target.url('/there'));
    const players = await Promise.all([decodeFrames(server.url('/here'), 20), rtspsrcFrames(server.url('/here'), 20)]);
    for (const { frames, stderr } of players) assert.equal(frames, 20, stderr);
    assert.equal(made, 0, 'nothing is made of what is not shown');
  });
});

describe('a response', () => {
  it('has the headers that a handler of send-message adds, and keeps the library’s own', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    server.on('client-connected', (client) => {
      client.on('send-message', async (context, message) => {
        await Promise.resolve();
        message.headers.set('X-Camera', `entrance; method=${context.method}`);
        message.headers.set('Server', 'cameras/1.0');
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    for (const method of ['OPTIONS', 'DESCRIBE', 'BREW']) {
      const { headers } = await client.request(method);
      assert.match(headers.get('x-camera') ?? '', /^entrance; method=\d+$/, method);
      assert.equal(headers.get('server'), 'cameras/1.0');
      assert.ok(headers.has('cseq'));
    }
  });
});

describe('parameters', () => {
  it('are answered in TypeScript: what is asked for, what is set, and what is not known', async () => {
    const parameters = new Map([
      ['volume', '7'],
      ['label', 'entrance'],
    ]);
    class Camera extends RTSPClient {
      override async paramsGet({ request, response }: RTSPContext): Promise<RTSPResult> {
        const names = (request?.body?.toString() ?? '').split('\r\n').filter(Boolean);
        if (response === null || names.some((name) => !parameters.has(name))) return RTSPResult.EINVAL;
        response.headers.set('content-type', 'text/parameters');
        response.body = Buffer.from(names.map((name) => `${name}: ${parameters.get(name) ?? ''}\r\n`).join(''));
        return RTSPResult.OK;
      }
      override async paramsSet({ request }: RTSPContext): Promise<RTSPResult> {
        for (const [, name = '', value = ''] of (request?.body?.toString() ?? '').matchAll(/^(\w+): (.*)\r$/gm)) {
          if (!parameters.has(name)) return RTSPResult.EINVAL;
          parameters.set(name, value);
        }
        return RTSPResult.OK;
      }
    }
    class Server extends RTSPServer {
      override createClient() {
        return new Camera();
      }
    }
    await using server = new Server();
    server.service = '0';
    await server.attach();
    using client = await RtspClient.connect(server.url('/camera'));
    const ask = (method: string, body?: string) =>
      client.request(method, {
        headers: { 'Content-Type': 'text/parameters' },
        ...(body === undefined ? {} : { body }),
      });
    assert.equal(
      (await ask('GET_PARAMETER', 'volume\r\nlabel\r\n')).body.toString(),
      'volume: 7\r\nlabel: entrance\r\n',
    );
    assert.equal((await ask('SET_PARAMETER', 'volume: 9\r\n')).status, 200);
    assert.equal((await ask('GET_PARAMETER', 'volume\r\n')).body.toString(), 'volume: 9\r\n');
    assert.equal((await ask('SET_PARAMETER', 'treble: 9\r\n')).status, 400);
    assert.equal((await ask('GET_PARAMETER', 'treble\r\n')).status, 400);
    // What players keep their session alive with.
    assert.equal((await ask('GET_PARAMETER')).status, 200);
  });
});

describe('RTSP 2.0', () => {
  it('is spoken back: the version, seek styles, ranges, pipelined requests', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone.replace('is-live=true', '') } });
    using client = await RtspClient.connect(server.url('/tone'));
    const versions: string[] = [];
    client.socket.on('data', (bytes) => {
      for (const [, version] of bytes.toString('latin1').matchAll(/RTSP\/(\d\.\d) \d{3} /g)) versions.push(version);
    });
    const options = await client.request('OPTIONS', { version: '2.0' });
    assert.equal(options.status, 200);
    const described = await client.request('DESCRIBE', { version: '2.0', headers: { Accept: 'application/sdp' } });
    assert.equal(described.status, 200);
    // Two requests at once, the second one of a session that the client does not know yet.
    const control = `${client.url}/stream=0`;
    const setUp = client.request('SETUP', {
      version: '2.0',
      uri: control,
      headers: { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1', 'Pipelined-Requests': '17' },
    });
    const play = client.request('PLAY', {
      version: '2.0',
      headers: { 'Pipelined-Requests': '17', 'Seek-Style': 'RAP', Range: 'npt=0-' },
    });
    const [setup, played] = await Promise.all([setUp, play]);
    assert.equal(setup.status, 200);
    assert.equal(setup.headers.get('pipelined-requests'), '17');
    assert.match(setup.headers.get('media-properties') ?? '', /Random-Access|No-Seeking|Beginning-Only/);
    assert.equal(played.status, 200);
    assert.match(played.headers.get('range') ?? '', /^npt=0/);
    assert.equal(played.headers.get('seek-style'), 'RAP');
    assert.equal(played.headers.get('session')?.split(';')[0], setup.headers.get('session')?.split(';')[0]);
    await client.received(0).reach(5);
    // Without a body it keeps the session alive, which it must name as one that is there.
    // What keeps a session alive, and what the library refuses as that in this version.
    const session = setup.headers.get('session')?.split(';')[0] ?? '';
    const empty = async (method: string) =>
      (await client.request(method, { version: '2.0', headers: { Session: session } })).status;
    assert.equal(await empty('SET_PARAMETER'), 200);
    assert.equal(await empty('GET_PARAMETER'), 400);
    assert.ok(versions.length >= 6);
    assert.deepEqual([...new Set(versions)], ['2.0']);
  });
});
