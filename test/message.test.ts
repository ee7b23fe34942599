import assert from 'node:assert/strict';

import {
  RTSPHeaderField,
  RTSPHeaders,
  RTSPMessage,
  RTSPMessageParser,
  RTSPMethod,
  RTSPStatusCode,
} from '../lib/index.js';

const url = 'rtsp://127.0.0.1:8554/camera';

describe('headers', () => {
  it('keep their order, their spelling and their repetitions', () => {
    const headers = new RTSPHeaders([
      ['CSeq', '3'],
      ['X-one', ' a '],
      ['x-ONE', 'b'],
    ]);
    assert.deepEqual([...headers], [...headers.entries()]);
    assert.deepEqual([...headers.keys()], ['CSeq', 'X-one', 'x-ONE']);
    assert.deepEqual([...headers.values()], ['3', 'a', 'b']);
    assert.equal(headers.size, 3);
    assert.equal(headers.get('X-ONE'), 'a, b');
    assert.deepEqual(headers.getAll('x-one'), ['a', 'b']);
    assert.equal(headers.get('Session'), null);
    assert.deepEqual(headers.getAll('Session'), []);
  });

  it('are set in the place of the first of their name, and deleted altogether', () => {
    const headers = new RTSPHeaders({ A: ['1', '2'], B: '3' });
    headers.append('a', '4');
    headers.set('a', '5');
    assert.deepEqual(
      [...headers],
      [
        ['a', '5'],
        ['B', '3'],
      ],
    );
    headers.set('C', '6');
    assert.equal(headers.delete('A'), true);
    assert.equal(headers.delete('A'), false);
    assert.equal(headers.has('b'), true);
    assert.deepEqual([...headers.keys()], ['B', 'C']);
    assert.deepEqual([...new RTSPHeaders(headers)], [...headers]);
  });

  it('take the numbers that C has for names, too', () => {
    const headers = new RTSPHeaders({ cseq: '1', 'x-sessioncookie': 'a' });
    headers.append(RTSPHeaderField.WWW_AUTHENTICATE, 'Basic');
    headers.set(RTSPHeaderField.CSEQ, '2');
    headers.set(RTSPHeaderField.RATE_CONTROL, 'no');
    assert.deepEqual(
      [...headers],
      [
        ['CSeq', '2'],
        ['x-sessioncookie', 'a'],
        ['WWW-Authenticate', 'Basic'],
        ['Rate-Control', 'no'],
      ],
    );
    assert.equal(headers.get(RTSPHeaderField.X_SESSIONCOOKIE), 'a');
    assert.deepEqual(headers.getAll(RTSPHeaderField.CSEQ), ['2']);
    assert.equal(headers.has(RTSPHeaderField.SESSION), false);
    assert.equal(headers.delete(RTSPHeaderField.WWW_AUTHENTICATE), true);
    assert.equal(headers.has('www-authenticate'), false);
    for (const none of [RTSPHeaderField.INVALID, RTSPHeaderField.LAST, -1, 1.5, 1000, NaN]) {
      assert.throws(() => headers.get(none as RTSPHeaderField), TypeError, String(none));
      assert.throws(() => headers.append(none as RTSPHeaderField, 'x'), TypeError);
    }
  });

  it('have a name for each of these numbers, which is that of the number', () => {
    const { INVALID, LAST, ...fields } = RTSPHeaderField;
    const others = new Map([
      ['MAX_ASM_WIDTH', 'SupportsMaximumASMBandwidth'],
      ['X_ACCEPT_AUTHENT', 'X-Accept-Authentication'],
      ['X_ACCEPT_PROXY_AUTHENT', 'X-Accept-Proxy-Authentication'],
    ]);
    assert.ok(INVALID < Math.min(...Object.values(fields)) && LAST > Math.max(...Object.values(fields)));
    for (const [key, field] of Object.entries(fields)) {
      const headers = new RTSPHeaders();
      headers.append(field, '');
      const bare = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();
      assert.equal(bare([...headers.keys()].join()), bare(others.get(key) ?? key));
    }
  });

  it('take no name or value that would make a header, or a message, of its own', () => {
    const headers = new RTSPHeaders();
    for (const name of ['', 'a b', 'a:', 'a\r\nb', 'ä', 'a\0']) {
      assert.throws(() => headers.set(name, 'x'), TypeError, JSON.stringify(name));
      assert.throws(() => headers.append(name, 'x'), TypeError);
      assert.throws(() => new RTSPHeaders({ [name]: 'x' }), TypeError);
    }
    for (const value of ['a\r\nb: c', 'a\n', '\r', 'a\0b']) {
      assert.throws(() => headers.set('a', value), TypeError, JSON.stringify(value));
      assert.throws(() => headers.append('a', value), TypeError);
    }
    assert.throws(() => headers.set('a', 1 as unknown as string), TypeError);
    assert.equal(headers.size, 0);
  });
});

describe('a message', () => {
  it('is a request with a method, a URI, headers and a body', () => {
    const request = RTSPMessage.request('SET_PARAMETER', url, { CSeq: '1' }, 'volume: 1\r\n');
    assert.equal(request.type, 'request');
    assert.equal(request.method, RTSPMethod.SET_PARAMETER);
    assert.equal(request.uri, url);
    assert.equal(request.version, '1.0');
    assert.equal(request.status, null);
    assert.equal(request.channel, null);
    assert.equal(
      request.toBytes().toString(),
      `SET_PARAMETER ${url} RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 11\r\n\r\nvolume: 1\r\n`,
    );
  });

  it('is a response that says the reason, and takes what belongs to it from its request', () => {
    const response = RTSPMessage.response(RTSPStatusCode.NOT_FOUND);
    assert.deepEqual([response.status, response.reason], [404, 'Not Found']);
    assert.equal(RTSPMessage.response(299, {}, null, 'My own').reason, 'My own');
    const request = RTSPMessage.request(RTSPMethod.PLAY, url, {
      CSeq: '7',
      Session: 'abc;timeout=60',
      Range: 'npt=0-',
    });
    const answer = RTSPMessage.responseTo(request, 200, { Server: 'me' });
    assert.deepEqual(
      [...answer.headers],
      [
        ['CSeq', '7'],
        ['Session', 'abc'],
        ['Server', 'me'],
      ],
    );
    assert.equal(answer.toBytes().toString(), 'RTSP/1.0 200 OK\r\nCSeq: 7\r\nSession: abc\r\nServer: me\r\n\r\n');
    assert.throws(() => RTSPMessage.responseTo(answer, 200), TypeError);
  });

  it('is data on a channel', () => {
    const data = RTSPMessage.data(3, Buffer.from([1, 2, 3]));
    assert.deepEqual([data.type, data.channel, data.body], ['data', 3, null]);
    assert.deepEqual(data.toBytes(), Buffer.from([0x24, 3, 0, 3, 1, 2, 3]));
    assert.equal(RTSPMessage.data(255, Buffer.alloc(65_535)).toBytes().length, 65_539);
    assert.throws(() => RTSPMessage.data(0, Buffer.alloc(65_536)), TypeError);
    for (const channel of [-1, 256, 1.5, NaN])
      assert.throws(() => RTSPMessage.data(channel, Buffer.alloc(1)), TypeError);
  });

  it('can be changed, but for its type', () => {
    const request = RTSPMessage.request('PLAY', '*');
    request.method = RTSPMethod.PAUSE;
    request.uri = url;
    request.version = '2.0';
    request.body = 'ä';
    assert.equal(request.toBytes().toString(), `PAUSE ${url} RTSP/2.0\r\nContent-Length: 2\r\n\r\nä`);
    const response = RTSPMessage.response(200);
    response.status = 454;
    assert.equal(response.reason, 'Session Not Found');
    response.reason = 'gone';
    assert.match(response.toBytes().toString(), /^RTSP\/1\.0 454 gone\r\n/);
    assert.throws(() => (response.uri = url), TypeError);
    assert.throws(() => (response.method = RTSPMethod.PLAY), TypeError);
    assert.throws(() => (request.status = 200), TypeError);
    assert.throws(() => (request.reason = 'no'), TypeError);
    const data = RTSPMessage.data(0, Buffer.alloc(0));
    assert.throws(() => (data.body = 'no'), TypeError);
    assert.throws(() => (data.version = '1.0'), TypeError);
    assert.equal(Reflect.set(data, 'type', 'request'), false);
  });

  it('takes nothing that no message can hold', () => {
    for (const method of ['NOTHING', 'INVALID', 0, 3, -1, 8192, 1.5]) {
      assert.throws(() => RTSPMessage.request(method as 'PLAY', url), TypeError, String(method));
    }
    for (const uri of ['', 'a b', 'a\r\nb', 'a\0', '\t', 5]) {
      assert.throws(() => RTSPMessage.request('PLAY', uri as string), TypeError, JSON.stringify(uri));
    }
    for (const status of [0, 99, 600, 200.5, NaN, '200']) {
      assert.throws(() => RTSPMessage.response(status as number), TypeError, String(status));
    }
    assert.throws(() => RTSPMessage.response(200, {}, null, 'a\r\nb'), TypeError);
    assert.throws(() => RTSPMessage.request('PLAY', url, {}, 5 as unknown as string), TypeError);
    assert.throws(() => (RTSPMessage.request('PLAY', url).version = '3.0' as '2.0'), TypeError);
  });
});

describe('a parser of messages', () => {
  const messages = [
    RTSPMessage.request('OPTIONS', '*', { CSeq: '1' }),
    RTSPMessage.data(1, Buffer.from('media')),
    RTSPMessage.request('ANNOUNCE', url, { CSeq: '2', 'Content-Type': 'application/sdp' }, 'v=0\r\n'),
    RTSPMessage.response(200, { CSeq: '2', Public: 'PLAY' }),
    RTSPMessage.data(0, Buffer.alloc(0)),
    RTSPMessage.response(
      200,
      [
        ['WWW-Authenticate', 'Basic'],
        ['WWW-Authenticate', 'Digest'],
      ],
      'body',
    ),
  ];
  const bytes = Buffer.concat(messages.map((message) => message.toBytes()));

  it('gives what was sent, however it is cut', () => {
    for (const step of [1, 2, 3, 7, 64, bytes.length]) {
      const parser = new RTSPMessageParser();
      const parsed: RTSPMessage[] = [];
      for (let at = 0; at < bytes.length; at += step) parsed.push(...parser.push(bytes.subarray(at, at + step)));
      assert.deepEqual(
        parsed.map((message) => message.toBytes().toString('latin1')),
        messages.map((message) => message.toBytes().toString('latin1')),
        `steps of ${step}`,
      );
      assert.equal(parser.pending, 0);
    }
  });

  it('passes empty lines over, joins folded headers, and takes line feeds alone', () => {
    const message = new RTSPMessageParser()
      .push(Buffer.from('\r\n\r\nPLAY * RTSP/2.0\nX-Long: one\n two\n\tthree\nCSeq:9\n\n'))
      .at(0);
    assert.ok(message);
    assert.equal(message.headers.get('x-long'), 'one two three');
    assert.equal(message.headers.get('CSeq'), '9');
    assert.equal(message.version, '2.0');
  });

  it('reads the requests of a tunnel, whose body has no end', () => {
    const get = RTSPMessage.parse(Buffer.from('GET /camera HTTP/1.1\r\nx-sessioncookie: 1\r\n\r\n'));
    assert.deepEqual([get.type, get.method, get.version], ['http-request', RTSPMethod.GET, '1.1']);
    const head = 'POST /camera HTTP/1.0\r\nx-sessioncookie: 1\r\nContent-Length: 32767\r\n\r\n';
    assert.equal(RTSPMessage.parse(Buffer.from(head)).body, null);
    assert.equal(RTSPMessage.responseTo(get, 200).toBytes().toString(), 'HTTP/1.1 200 OK\r\n\r\n');
  });

  it('knows what it does not know', () => {
    const message = RTSPMessage.parse(Buffer.from('DANCE * RTSP/1.0\r\n\r\n'));
    assert.equal(message.method, RTSPMethod.INVALID);
    assert.throws(() => message.toBytes(), /not known/);
    assert.equal(RTSPMessage.parse(Buffer.from('toString * RTSP/1.0\r\n\r\n')).method, RTSPMethod.INVALID);
  });

  it('refuses what is no message, and goes on refusing', () => {
    const wrong = [
      'PLAY *\r\n\r\n',
      'PLAY * RTSP/3.0\r\n\r\n',
      'RTSP/1.0 999 No\r\n\r\n',
      'RTSP/1.0 OK\r\n\r\n',
      'PLAY * RTSP/1.0\r\nCSeq\r\n\r\n',
      'PLAY * RTSP/1.0\r\nC Seq: 1\r\n\r\n',
      'PLAY * RTSP/1.0\r\n: 1\r\n\r\n',
      'PLAY * RTSP/1.0\r\nA: b\0c\r\n\r\n',
      'PLAY * RTSP/1.0\r\n folded: 1\r\n\r\n',
      'PLAY * RTSP/1.0\r\nContent-Length: -1\r\n\r\n',
      'PLAY * RTSP/1.0\r\nContent-Length: 1e3\r\n\r\n',
      'PLAY * RTSP/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n',
      'PLAY * RTSP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      'PLAY * RTSP/1.0\r\nContent-Length: 1048577\r\n\r\n',
      `PLAY * RTSP/1.0\r\nA: ${'x'.repeat(70_000)}`,
      'x'.repeat(70_000),
    ];
    for (const text of wrong) {
      const parser = new RTSPMessageParser();
      const push = () => parser.push(Buffer.from(text));
      assert.throws(push, Error, text.slice(0, 60));
      assert.throws(push, Error, text.slice(0, 60));
    }
    for (const text of [
      '',
      'PLAY * RTSP/1.0\r\n',
      '$',
      '$\0\0\x05abc',
      'PLAY * RTSP/1.0\r\nContent-Length: 5\r\n\r\nabc',
    ]) {
      assert.throws(() => RTSPMessage.parse(Buffer.from(text)), /not complete/, text);
    }
    assert.throws(() => RTSPMessage.parse(bytes), /follow/);
  });

  it('keeps to its limits', () => {
    const request = RTSPMessage.request('PLAY', url, { A: 'x'.repeat(200) }, 'y'.repeat(200)).toBytes();
    assert.throws(() => new RTSPMessageParser({ headerLimit: 100 }).push(request), /100 bytes/);
    assert.throws(() => new RTSPMessageParser({ bodyLimit: 100 }).push(request), /100 bytes/);
    assert.equal(new RTSPMessageParser({ headerLimit: 500, bodyLimit: 200 }).push(request).length, 1);
  });

  it('does not slow down with bytes that come one by one', () => {
    const message = RTSPMessage.request('SET_PARAMETER', url, {}, 'z'.repeat(200_000)).toBytes();
    const parser = new RTSPMessageParser();
    const began = performance.now();
    let count = 0;
    for (let at = 0; at < message.length; at++) count += parser.push(message.subarray(at, at + 1)).length;
    assert.equal(count, 1);
    assert.ok(performance.now() - began < 5000);
  });
});
