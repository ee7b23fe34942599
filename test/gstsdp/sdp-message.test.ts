import assert from 'node:assert/strict';

import type { Structure } from '../../lib/index.js';
import {
  Caps,
  GError,
  GValue,
  GstBuffer,
  MIKEYMessage,
  SDPMedia,
  SDPMessage,
  sdpAddressIsMulticast,
} from '../../lib/index.js';

const text = [
  'v=0',
  'o=ann 17 3 IN IP4 192.0.2.1',
  's=a film',
  'i=of two reels',
  'u=http://example.org/film',
  'e=ann@example.org',
  'e=bob@example.org',
  'p=+31 20 1234567',
  'c=IN IP4 233.252.0.1/16/2',
  'b=AS:500',
  't=0 0',
  'k=clear:secret',
  'a=tool:ours',
  'a=recvonly',
  'm=video 0 RTP/AVP 96',
  'i=the picture',
  'c=IN IP4 0.0.0.0',
  'b=AS:400',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;profile-level-id=42c015',
  'a=control:stream=0',
  'm=audio 5000/2 RTP/AVP 0 8',
  'a=control:stream=1',
  '',
].join('\r\n');

const refused = (what: () => unknown) => assert.throws(what, GError);

describe('an SDPMessage', () => {
  it('is written as it was read', () => {
    const sdp = new SDPMessage(text);
    assert.equal(sdp.asText(), text);
    assert.equal(new SDPMessage(sdp.toString()).asText(), text);
    assert.equal(SDPMessage.parseUri(sdp.asUri('data')).asText(), text);
  });

  it('has what its lines say', () => {
    const sdp = new SDPMessage(text);
    assert.equal(sdp.version, '0');
    assert.deepEqual(sdp.getOrigin(), {
      username: 'ann',
      sessId: '17',
      sessVersion: '3',
      nettype: 'IN',
      addrtype: 'IP4',
      addr: '192.0.2.1',
    });
    assert.deepEqual(
      [sdp.sessionName, sdp.information, sdp.uri],
      ['a film', 'of two reels', 'http://example.org/film'],
    );
    assert.deepEqual(
      Array.from({ length: sdp.emailsLen }, (_, index) => sdp.getEmail(index)),
      ['ann@example.org', 'bob@example.org'],
    );
    assert.deepEqual([sdp.phonesLen, sdp.getPhone(0)], [1, '+31 20 1234567']);
    const connection = { nettype: 'IN', addrtype: 'IP4', address: '233.252.0.1', ttl: 16, addrNumber: 2 };
    assert.deepEqual(sdp.getConnection(), connection);
    assert.deepEqual(sdp.getBandwidth(0), { bwtype: 'AS', bandwidth: 500 });
    assert.deepEqual(sdp.getKey(), { type: 'clear', data: 'secret' });
    assert.deepEqual(sdp.getAttribute(0), { key: 'tool', value: 'ours' });
    assert.deepEqual(
      ['tool', 'recvonly', 'none'].map((key) => sdp.getAttributeVal(key)),
      ['ours', '', null],
    );
    const [video, audio] = [sdp.getMedia(0), sdp.getMedia(1)];
    assert.deepEqual(
      [video.media, video.port, video.numPorts, video.proto, video.getFormat(0), video.information],
      ['video', 0, 0, 'RTP/AVP', '96', 'the picture'],
    );
    assert.deepEqual([audio.port, audio.numPorts, audio.formatsLen, audio.getFormat(1)], [5000, 2, 2, '8']);
    assert.deepEqual(video.getConnection(0).address, '0.0.0.0');
    assert.equal(video.getBandwidth(0).bandwidth, 400);
    assert.equal(video.getAttributeVal('control'), 'stream=0');
    assert.equal(sdpAddressIsMulticast('IN', 'IP4', connection.address), true);
    assert.equal(sdpAddressIsMulticast('IN', 'IP4', '192.0.2.1'), false);
    assert.equal(sdpAddressIsMulticast('IN', 'IP4', 'nowhere'), false);
  });

  it('is made line by line', () => {
    const sdp = new SDPMessage();
    assert.deepEqual(
      [sdp.version, sdp.getOrigin(), sdp.sessionName, sdp.getConnection(), sdp.getKey()],
      [null, null, null, null, null],
    );
    sdp.version = '0';
    sdp.setOrigin('ann', '17', '3', 'IN', 'IP4', '192.0.2.1');
    sdp.sessionName = 'a film';
    sdp.information = 'of two reels';
    sdp.uri = 'http://example.org/film';
    sdp.addEmail('ann@example.org');
    sdp.addEmail('bob@example.org');
    sdp.addPhone('+31 20 1234567');
    sdp.setConnection('IN', 'IP4', '233.252.0.1', 16, 2);
    sdp.addBandwidth('AS', 500);
    sdp.setKey('clear', 'secret');
    sdp.addAttribute('tool', 'ours');
    sdp.addAttribute('recvonly');
    const video = new SDPMedia();
    video.media = 'video';
    video.proto = 'RTP/AVP';
    video.information = 'the picture';
    video.addConnection('IN', 'IP4', '0.0.0.0', 0, 1);
    video.addBandwidth('AS', 400);
    video.setMediaFromCaps(
      new Caps(
        'application/x-rtp, media=video, payload=96, clock-rate=90000, encoding-name=H264, ' +
          'packetization-mode=(string)1, profile-level-id=(string)42c015',
      ),
    );
    video.addAttribute('control', 'stream=0');
    const audio = new SDPMedia();
    audio.media = 'audio';
    audio.setPortInfo(5000, 2);
    audio.proto = 'RTP/AVP';
    audio.addFormat('0');
    audio.addFormat('8');
    audio.addAttribute('control', 'stream=1');
    sdp.addMedia(video);
    sdp.addMedia(audio);
    assert.equal(sdp.asText(), text);
    sdp.information = sdp.uri = null;
    sdp.setKey(null);
    assert.doesNotMatch(sdp.asText(), /i=of two|u=|k=/);
  });

  it('has times with their repeats, and time zones, which C only writes', () => {
    const sdp = new SDPMessage('v=0\r\nt=1 2\r\nr=7d 1h 0\r\nz=1 -1h\r\n');
    assert.deepEqual([sdp.timesLen, sdp.zonesLen], [0, 0]);
    sdp.addTime('3034423619', '3042462419', ['7d', '1h', '0', '25h']);
    sdp.insertTime(0, { start: '0', stop: '0', repeat: [] });
    sdp.addZone('2882844526', '-1h');
    sdp.insertZone(-1, { time: '2898848070', typedTime: '0' });
    assert.deepEqual(sdp.getTime(1).repeat, ['7d', '1h', '0', '25h']);
    assert.equal(
      sdp.asText(),
      'v=0\r\nt=0 0\r\nt=3034423619 3042462419\r\nr=7d 1h 0 25h\r\nz=2882844526 -1h 2898848070 0\r\n',
    );
    sdp.replaceTime(0, { start: '1', stop: '2', repeat: ['1d'] });
    sdp.removeTime(1);
    sdp.replaceZone(0, { time: '5', typedTime: '1h' });
    sdp.removeZone(1);
    assert.equal(sdp.asText(), 'v=0\r\nt=1 2\r\nr=1d\r\nz=5 1h\r\n');
  });

  it('has lists whose indexes are checked', () => {
    const sdp = new SDPMessage(text);
    const media = sdp.getMedia(0);
    const connection = media.getConnection(0);
    const lists: [length: () => number, ((index: number) => unknown)[], (index: number) => unknown][] = [
      [
        () => sdp.emailsLen,
        [(i) => sdp.getEmail(i), (i) => sdp.replaceEmail(i, 'x'), (i) => sdp.removeEmail(i)],
        (i) => sdp.insertEmail(i, 'x'),
      ],
      [
        () => sdp.phonesLen,
        [(i) => sdp.getPhone(i), (i) => sdp.replacePhone(i, '1'), (i) => sdp.removePhone(i)],
        (i) => sdp.insertPhone(i, '1'),
      ],
      ...[sdp, media].flatMap((of): typeof lists => [
        [
          () => of.bandwidthsLen,
          [
            (i) => of.getBandwidth(i),
            (i) => of.replaceBandwidth(i, { bwtype: 'CT', bandwidth: 1 }),
            (i) => of.removeBandwidth(i),
          ],
          (i) => of.insertBandwidth(i, { bwtype: 'X-ours', bandwidth: 2 }),
        ],
        [
          () => of.attributesLen,
          [
            (i) => of.getAttribute(i),
            (i) => of.replaceAttribute(i, { key: 'x', value: '' }),
            (i) => of.removeAttribute(i),
          ],
          (i) => of.insertAttribute(i, { key: 'y', value: 'z' }),
        ],
      ]),
      [
        () => media.formatsLen,
        [(i) => media.getFormat(i), (i) => media.replaceFormat(i, '97'), (i) => media.removeFormat(i)],
        (i) => media.insertFormat(i, '98'),
      ],
      [
        () => media.connectionsLen,
        [
          (i) => media.getConnection(i),
          (i) => media.replaceConnection(i, connection),
          (i) => media.removeConnection(i),
        ],
        (i) => media.insertConnection(i, connection),
      ],
    ];
    for (const [length, [get, replace, remove], insert] of lists) {
      const before = length();
      assert.ok(before > 0);
      for (const at of [before, before + 1, 0xffffffff]) {
        for (const call of [get, replace, remove]) assert.throws(() => call(at), RangeError);
      }
      for (const at of [before, -2, 2 ** 31 - 1]) assert.throws(() => insert(at), RangeError);
      insert(-1);
      insert(0);
      replace(1);
      assert.equal(length(), before + 2);
      remove(before + 1);
      assert.equal(length(), before + 1);
      while (length() > 0) remove(0);
      assert.throws(() => remove(0), { name: 'RangeError', message: /there is none, not 0/ });
      insert(-1);
      assert.equal(length(), 1);
    }
    assert.throws(() => sdp.getMedia(2), RangeError);
    assert.throws(() => sdp.replaceMedia(2, media), RangeError);
    assert.throws(() => sdp.removeMedia(2), RangeError);
    assert.equal(sdp.getAttributeValN('x', 5), null);
    // What is left can be written and read.
    assert.equal(new SDPMessage(sdp.asText()).mediasLen, 2);
  });

  it('changes where a medium is put back', () => {
    const sdp = new SDPMessage(text);
    const media = sdp.getMedia(0);
    media.addAttribute('x-ours', '1');
    assert.equal(sdp.getMedia(0).getAttributeVal('x-ours'), null);
    sdp.replaceMedia(0, media);
    assert.equal(sdp.getMedia(0).getAttributeVal('x-ours'), '1');
    sdp.removeMedia(1);
    sdp.removeMedia(0);
    assert.equal(sdp.mediasLen, 0);
    sdp.addMedia(media);
    assert.equal(sdp.getMedia(0).asText(), media.asText());
    assert.equal(media.getAttributeVal('x-ours'), '1');
  });

  it('cannot be given lines within lines', () => {
    const sdp = new SDPMessage(text);
    const media = new SDPMedia();
    const attacks: (() => void)[] = [
      () => sdp.addAttribute('a', 'b\r\nm=audio 0 RTP/AVP 0'),
      () => sdp.addAttribute('a:b', 'c'),
      () => sdp.addAttribute('a b', 'c'),
      () => sdp.addAttribute('', 'c'),
      () => sdp.insertAttribute(-1, { key: 'a', value: 'b\n' }),
      () => sdp.addEmail('a\r'),
      () => sdp.addBandwidth('AS:1\r\na=b', 1),
      () => sdp.setOrigin('-', '1', '1', 'IN', 'IP4', '1.2.3.4 x'),
      () => sdp.setConnection('IN', 'IP4', '1.2.3.4\r\na=b', 1, 1),
      () => sdp.setConnection('IN', 'IP4', '1.2.3.4', 256, 1),
      () => sdp.addTime('0', '0\r\n'),
      () => sdp.addTime('0', '0', ['1d', 'x\n']),
      () => sdp.addZone('0', '1 2'),
      () => sdp.setKey('a b'),
      () => sdp.setKey('clear', '\n'),
      () => (sdp.sessionName = 'x\ns=y'),
      () => (media.media = 'audio video'),
      () => (media.proto = ''),
      () => media.addFormat('0 1'),
      () => media.setPortInfo(65_536, 1),
      () => sdp.addAttribute('a\0', 'b'),
      () => sdp.insertTime(0, { start: '0', stop: '0' } as never),
      () => sdp.insertBandwidth(0, null as never),
    ];
    for (const attack of attacks) assert.throws(attack, TypeError, String(attack));
    assert.equal(sdp.asText(), text);
    refused(() => new SDPMessage(''));
    refused(() => new SDPMessage('no SDP'));
    refused(() => sdp.addMedia(media));
    refused(() => sdp.replaceMedia(0, media));
    refused(() => media.asText());
    refused(() => SDPMessage.parseUri('data:///#'));
    refused(() => SDPMessage.parseUri('data:///#%00'));
    refused(() => SDPMessage.parseUri('nothing'));
    sdp.sessionName = 'ein Märchen';
    refused(() => sdp.asUri('data'));
    assert.match(sdp.asText(), /s=ein Märchen\r\n/);
  });
});

describe('an SDPMedia', () => {
  const fields = { media: 'audio', payload: 97, 'clock-rate': 44_100, 'encoding-name': 'L16', 'encoding-params': '2' };

  it('is what its caps say, and gives them', () => {
    const media = new SDPMedia();
    media.proto = 'RTP/AVP';
    media.setMediaFromCaps(Caps.simple('application/x-rtp', { ...fields, emphasis: '50-15', 'a-ptime': '20' }));
    assert.equal(
      media.asText(),
      'm=audio 0 RTP/AVP 97\r\na=rtpmap:97 L16/44100/2\r\na=ptime:20\r\na=fmtp:97 emphasis=50-15\r\n',
    );
    const caps = media.getCapsFromMedia(97)?.getStructure(0);
    assert.deepEqual(caps?.fields, { ...fields, emphasis: '50-15' });
    assert.equal(media.getCapsFromMedia(98), null);
    assert.deepEqual(media.getCapsFromMedia(0)?.getStructure(0)?.get('clock-rate'), 8000);
    for (const pt of [-1, 128, 0.5]) assert.throws(() => media.getCapsFromMedia(pt), TypeError);
    const more = media.attributesToCaps(Caps.simple('application/x-rtp', { payload: 97 })).getStructure(0);
    assert.deepEqual(more?.fields, { payload: 97, 'a-ptime': '20' });
    const sdp = new SDPMessage(text);
    assert.equal(sdp.attributesToCaps(Caps.simple('x/y')).getStructure(0)?.get('a-tool'), 'ours');
  });

  it('takes no caps that C does not survive', () => {
    const media = new SDPMedia();
    media.proto = 'RTP/AVP';
    const of = (more: ConstructorParameters<typeof Structure>[1]) =>
      Caps.simple('application/x-rtp', { ...fields, ...more });
    for (const caps of [
      Caps.any(),
      Caps.empty(),
      Caps.simple('application/x-rtp', { payload: 97 }),
      Caps.simple('application/x-rtp', { media: 'audio', payload: 97 }),
      of({ media: 'audio\r\nm=x' }),
      of({ 'encoding-name': 'L16\r\na=b' }),
      of({ 'extmap-1': [1, 2, 3] }),
      of({ 'rid-1': [1, 2] }),
      of({ 'rid-1': ['send', 'x\r\n'] }),
      of({ 'srtp-key': 7 }),
    ]) {
      refused(() => media.setMediaFromCaps(caps));
      assert.equal(media.formatsLen, 0);
    }
    refused(() => media.attributesToCaps(Caps.any()));
    refused(() => media.getCapsFromMedia(96));
    media.setMediaFromCaps(of({ 'extmap-1': ['', 'urn:x', 'y'], other: new GValue('uint', 7) }));
    assert.equal(media.getAttributeVal('extmap'), '1 urn:x y');
  });

  it('ends the line of its information, which C leaves open', () => {
    const media = new SDPMedia();
    media.media = 'audio';
    media.proto = 'RTP/AVP';
    media.addFormat('0');
    media.information = 'a tone';
    media.addAttribute('control', 'x');
    assert.equal(media.asText(), 'm=audio 0 RTP/AVP 0\r\ni=a tone\r\na=control:x\r\n');
    assert.equal(media.information, 'a tone');
  });

  it('gives the keys of its attribute, and refuses what C would read for ever', () => {
    const key = new GstBuffer(Buffer.alloc(30, 7));
    const keys = MIKEYMessage.fromCaps(
      Caps.simple('x/y', { 'srtp-key': key, 'srtp-cipher': 'aes-128-icm', 'srtp-auth': 'hmac-sha1-80' }),
    );
    keys.addCsSrtp(0, 1, 0);
    const sdp = new SDPMessage(text);
    const media = sdp.getMedia(0);
    assert.equal(media.parseKeymgmt(), null);
    for (const of of [sdp, media]) {
      of.addAttribute('key-mgmt', `mikey ${keys.base64Encode()}`);
      assert.deepEqual(of.parseKeymgmt()?.toBytes(), keys.toBytes());
      const caps = of.attributesToCaps(Caps.simple('x/y')).getStructure(0);
      assert.equal(caps?.get('srtp-cipher'), 'aes-128-icm');
      assert.deepEqual((caps.get('srtp-key') as GstBuffer).data, key.data);
    }
    // Its next payload is a signature, which 1.22 does not read and does not pass over.
    const endless = Buffer.from('01000400000000000100000000000000000000000000000000', 'hex').toString('base64');
    for (const value of [`mikey ${endless}`, 'mikey AAA', 'mikey ', 'mikey']) {
      const other = new SDPMedia();
      other.media = 'audio';
      other.proto = 'RTP/SAVP';
      other.addAttribute('key-mgmt', value);
      assert.equal(other.parseKeymgmt(), null);
      if (value !== 'mikey') refused(() => other.attributesToCaps(Caps.simple('x/y')));
    }
  });
});
