import {
  Caps,
  type MIKEYPayload,
  MIKEYKeyDataType,
  MIKEYPayloadType,
  MIKEYTSType,
  MIKEYType,
  SDPMessage,
  Structure,
} from '../../lib/index.js';
import type { Kind, Kinds, Makers } from './kinds.js';

const wholeSdp =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=torture\r\ni=about\r\nu=http://127.0.0.1/\r\ne=a@b\r\np=+1\r\n' +
  'c=IN IP4 127.0.0.1\r\nb=AS:64\r\nt=0 0\r\nr=1d 1h 0\r\nz=0 1h\r\nk=clear:abc\r\na=tool:torture\r\n' +
  'm=audio 5004/2 RTP/AVP 96 97\r\ni=sound\r\nc=IN IP4 127.0.0.1\r\nb=AS:32\r\nk=clear:abc\r\n' +
  'a=rtpmap:96 L16/8000/1\r\na=fmtp:96 a=b\r\n' +
  'm=video 0 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\n';

const payloads: readonly MIKEYPayload[] = [
  { type: MIKEYPayloadType.RAND, rand: Buffer.alloc(16, 1) },
  { type: MIKEYPayloadType.T, tsType: MIKEYTSType.NTP_UTC, tsValue: Buffer.alloc(8, 1) },
  { type: MIKEYPayloadType.SP, policy: 0, params: [{ type: 0, val: Buffer.from([1]) }] },
  {
    type: MIKEYPayloadType.KEMAC,
    subpayloads: [
      {
        type: MIKEYPayloadType.KEY_DATA,
        keyType: MIKEYKeyDataType.TEK,
        keyData: Buffer.alloc(30, 7),
        saltData: null,
        validity: null,
      },
    ],
  },
];

/** What goes into descriptions, caps and keys: values that no thread but the caller's knows. */
export function dataArguments({ random, one, orNull, of, integer, boolean }: Makers): Kinds {
  const index = () => (random.chance(0.8) ? 0 : random.integer(0, 3));
  const text = of(['torture', 'a', 'x y', '1']);
  const caps = (): Caps =>
    random.pick([
      () =>
        Caps.simple('application/x-rtp', { media: 'audio', payload: 96, 'clock-rate': 8000, 'encoding-name': 'L16' }),
      () => new Caps('video/x-raw, width=[1,100], format={I420,UYVY}; audio/x-raw, rate=8000'),
      () => new Caps('application/x-srtp, payload=96, ssrc=(uint)1, roc=(uint)0'),
      () => Caps.any(),
      () => Caps.empty(),
    ])();
  const someCaps: Kind = () => (random.chance(0.3) ? one(Caps)() : caps()) ?? caps();
  const rtpCaps = () =>
    Caps.simple('application/x-rtp', { media: 'audio', payload: 96, 'clock-rate': 8000, 'encoding-name': 'L16' });
  const structure = () => new Structure('torture', { number: random.integer(0, 9), text: 'a', list: 'b' });
  const connection = () => ({ nettype: 'IN', addrtype: 'IP4', address: '127.0.0.1', ttl: 1, addrNumber: 1 });
  const spreadConnection = [of(['IN']), of(['IP4', 'IP6']), of(['127.0.0.1', '::1']), integer(0, 255), integer(0, 2)];
  const bandwidth = () => ({ bwtype: 'AS', bandwidth: random.integer(0, 1000) });
  const attribute = () => ({ key: 'tool', value: 'torture' });
  const time = () => ({ start: '0', stop: '0', repeat: ['1d'] });
  const zone = () => ({ time: '0', typedTime: '1h' });
  const map = () => ({ policy: 0, ssrc: random.integer(1, 9), roc: 0 });
  const payload = of(payloads);
  const listed = (className: string, name: string, value: Kind, added: readonly Kind[]): Kinds => ({
    [`${className}.get${name}`]: [index],
    [`${className}.insert${name}`]: [() => (random.chance(0.5) ? -1 : 0), value],
    [`${className}.replace${name}`]: [index, value],
    [`${className}.remove${name}`]: [index],
    [`${className}.add${name}`]: added,
  });
  const described = (className: string): Kinds => ({
    ...listed(className, 'Bandwidth', bandwidth, [of(['AS', 'CT']), integer(0, 1000)]),
    ...listed(className, 'Attribute', attribute, [of(['tool', 'a']), text]),
    [`${className}.information`]: [orNull(text)],
    [`${className}.setKey`]: [orNull(of(['clear', 'prompt'])), orNull(text)],
    [`${className}.getAttributeVal`]: [of(['tool', 'rtpmap'])],
    [`${className}.getAttributeValN`]: [of(['tool', 'rtpmap']), integer(0, 2)],
    [`${className}.attributesToCaps`]: [rtpCaps],
    [`${className}.parseKeymgmt`]: [],
  });
  return {
    'Caps.new': [
      of(['audio/x-raw', 'ANY', 'EMPTY', 'video/x-raw, width=[1,9]; audio/x-raw', 'application/x-rtp, payload=96']),
    ],
    'Caps.simple': [of(['audio/x-raw', 'application/x-rtp']), () => ({ rate: random.integer(0, 9) })],
    'Caps.of': [structure],
    'Caps.getStructure': [index],
    'Caps.getFeatures': [index],
    ...Object.fromEntries(
      ['isEqual', 'isSubset', 'canIntersect', 'intersect', 'merge', 'subtract'].map((name) => [
        `Caps.${name}`,
        [someCaps],
      ]),
    ),
    'Structure.new': [of(['torture', 'a/b']), () => ({ number: 1, text: 'a' })],
    'Structure.parse': [of(['torture, a=(int)1, b=c;', 'none', '(((', 'a, b={1,2}'])],
    'Structure.get': [of(['number', 'text', 'none'])],
    'Structure.with': [() => ({ number: random.integer(0, 9) })],
    'Structure.without': [of(['number', 'none'])],
    'Structure.isEqual': [structure],
    'Event.flushStop': [boolean],
    'Event.custom': [of(['upstream', 'downstream']), structure],

    ...described('SDPMessage'),
    ...listed('SDPMessage', 'Email', text, [text]),
    ...listed('SDPMessage', 'Phone', text, [text]),
    ...listed('SDPMessage', 'Time', time, [of(['0']), of(['0', '10']), () => ['1d', '1h']]),
    ...listed('SDPMessage', 'Zone', zone, [text, of(['1h', '-1h'])]),
    'SDPMessage.new': [() => (random.chance(0.8) ? wholeSdp : undefined)],
    'SDPMessage.parseUri': [of(['rtp://127.0.0.1:1/?a=b', 'none'])],
    'SDPMessage.asUri': [of(['rtp'])],
    'SDPMessage.version': [of(['0'])],
    'SDPMessage.setOrigin': [text, of(['1']), of(['1']), of(['IN']), of(['IP4']), of(['127.0.0.1'])],
    'SDPMessage.sessionName': [orNull(text)],
    'SDPMessage.uri': [orNull(of(['http://127.0.0.1/']))],
    'SDPMessage.setConnection': spreadConnection,
    'SDPMessage.getMedia': [index],
    'SDPMessage.addMedia': [() => new SDPMessage(wholeSdp).getMedia(0)],
    'SDPMessage.replaceMedia': [index, () => new SDPMessage(wholeSdp).getMedia(1)],
    'SDPMessage.removeMedia': [index],
    'SDPMessage.assign': [() => new SDPMessage(wholeSdp)],
    ...described('SDPMedia'),
    ...listed('SDPMedia', 'Format', text, [of(['96', '0'])]),
    ...listed('SDPMedia', 'Connection', connection, spreadConnection),
    'SDPMedia.new': [],
    'SDPMedia.media': [of(['audio', 'video'])],
    'SDPMedia.proto': [of(['RTP/AVP', 'RTP/SAVP'])],
    'SDPMedia.setPortInfo': [integer(0, 65_535), integer(1, 2)],
    'SDPMedia.getCapsFromMedia': [of([96, 98, 0])],
    'SDPMedia.setMediaFromCaps': [rtpCaps],
    'Library.sdpAddressIsMulticast': [of(['IN']), of(['IP4', 'IP6']), of(['224.0.0.1', '127.0.0.1', 'ff02::1'])],
    'Library.sdpMakeKeymgmt': [of(['rtsp://127.0.0.1/', '']), () => 'AAAA'],

    'MIKEYMessage.new': [],
    'MIKEYMessage.fromCaps': [
      () =>
        new Caps(
          `application/x-srtp, srtp-key=(buffer)${'00'.repeat(30)}, srtp-cipher=aes-128-icm, srtcp-cipher=aes-128-icm, ` +
            `srtp-auth=hmac-sha1-80, srtcp-auth=hmac-sha1-80, ssrc=(uint)1, roc=(uint)0`,
        ),
    ],
    'MIKEYMessage.toCaps': [() => new Caps('application/x-srtp')],
    'MIKEYMessage.setInfo': [of([MIKEYType.PSK_INIT]), boolean, integer(0, 2 ** 31)],
    ...listed('MIKEYMessage', 'CsSrtp', map, [integer(0, 3), integer(1, 9), integer(0, 1)]),
    ...listed('MIKEYMessage', 'Payload', payload, [payload]),
    'MIKEYMessage.findPayload': [of(Object.values(MIKEYPayloadType)), integer(0, 1)],
    'MIKEYMessage.addRandLen': [integer(1, 32)],

    'RTSPAddressPool.addRange': [
      of(['224.3.0.1', '127.0.0.1']),
      of(['224.3.0.9', '127.0.0.1']),
      integer(5000, 5100),
      integer(5100, 5200),
      of([0, 1, 16]),
    ],
    'RTSPAddressPool.acquireAddress': [of([0, 1, 2, 5]), integer(1, 2)],
    'RTSPAddressPool.reserveAddress': [of(['224.3.0.1', '127.0.0.1']), integer(5000, 5010), integer(1, 2), of([0, 1])],
    'Cancellable.from': [() => AbortSignal.abort()],
  };
}
