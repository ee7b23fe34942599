import assert from 'node:assert/strict';

import {
  Caps,
  GError,
  GstBuffer,
  MIKEYEncAlg,
  MIKEYKeyDataType,
  MIKEYMessage,
  type MIKEYPayload,
  MIKEYPayloadType,
  MIKEYSecSRTP,
  MIKEYTSType,
  MIKEYType,
  sdpMakeKeymgmt,
} from '../../lib/index.js';
import { run } from '../helpers/process.js';

const bytes = (...of: number[]) => Buffer.from(of);

const payloads: MIKEYPayload[] = [
  { type: MIKEYPayloadType.T, tsType: MIKEYTSType.COUNTER, tsValue: bytes(0, 0, 0, 9) },
  { type: MIKEYPayloadType.T, tsType: MIKEYTSType.NTP_UTC, tsValue: bytes(1, 2, 3, 4, 5, 6, 7, 8) },
  { type: MIKEYPayloadType.RAND, rand: bytes(1, 2, 3) },
  {
    type: MIKEYPayloadType.SP,
    policy: 0,
    params: [
      { type: MIKEYSecSRTP.ENC_ALG, val: bytes(MIKEYEncAlg.AES_CM_128) },
      { type: MIKEYSecSRTP.ENC_KEY_LEN, val: bytes(32) },
    ],
  },
  {
    type: MIKEYPayloadType.KEMAC,
    subpayloads: [
      {
        type: MIKEYPayloadType.KEY_DATA,
        keyType: MIKEYKeyDataType.TEK,
        keyData: Buffer.alloc(46, 3),
        saltData: bytes(1, 2),
        validity: { spi: bytes(7) },
      },
      {
        type: MIKEYPayloadType.KEY_DATA,
        keyType: MIKEYKeyDataType.TGK,
        keyData: Buffer.alloc(16, 4),
        saltData: null,
        validity: { validFrom: bytes(1), validTo: bytes(2, 3) },
      },
      {
        type: MIKEYPayloadType.KEY_DATA,
        keyType: MIKEYKeyDataType.TGK,
        keyData: Buffer.alloc(64, 5),
        saltData: null,
        validity: null,
      },
    ],
  },
];

const all = (message: MIKEYMessage) =>
  Array.from({ length: message.nPayloads }, (_, index) => message.getPayload(index));

describe('a MIKEYMessage', () => {
  it('is read as it was written, with all its payloads', () => {
    const message = new MIKEYMessage();
    message.setInfo(MIKEYType.PSK_INIT, true, 0xfedcba98);
    message.addCsSrtp(1, 0x80000001, 5);
    message.insertCsSrtp(0, { policy: 2, ssrc: 3, roc: 4 });
    for (const payload of payloads) message.addPayload(payload);
    assert.deepEqual(all(message), payloads);
    const read = new MIKEYMessage(message.toBytes());
    assert.deepEqual(
      [read.version, read.type, read.v, read.prfFunc, read.csbId, read.mapType],
      [1, MIKEYType.PSK_INIT, true, 0, 0xfedcba98, 0],
    );
    assert.deepEqual([read.nCs, read.getCsSrtp(0)], [2, { policy: 2, ssrc: 3, roc: 4 }]);
    assert.deepEqual(all(read), payloads);
    assert.equal(read.base64Encode(), message.toBytes().toString('base64'));
    assert.equal(
      sdpMakeKeymgmt('rtsp://h/x', read.base64Encode()),
      `prot=mikey;uri="rtsp://h/x";data="${read.base64Encode()}"`,
    );
  });

  it('takes keys from caps and gives them back', async () => {
    const key = new GstBuffer(Buffer.alloc(46, 9));
    const secret = { 'srtp-key': key, 'srtp-cipher': 'aes-256-icm', 'srtp-auth': 'hmac-sha1-32' };
    const message = MIKEYMessage.fromCaps(Caps.simple('application/x-srtp', secret));
    assert.deepEqual(
      all(message).map(({ type }) => type),
      [MIKEYPayloadType.T, MIKEYPayloadType.RAND, MIKEYPayloadType.SP, MIKEYPayloadType.KEMAC],
    );
    // From 1.24 on that of the first crypto session counts.
    message.addCsSrtp(0, 1, 0);
    const { fields } = message.toCaps(Caps.simple('x/y', { kept: 1 })).getStructure(0) ?? {};
    assert.deepEqual(
      [fields?.kept, fields?.['srtp-cipher'], fields?.['srtcp-auth'], (fields?.['srtp-key'] as GstBuffer).data],
      [1, 'aes-256-icm', 'hmac-sha1-32', key.data],
    );
    for (const caps of [
      Caps.any(),
      Caps.empty(),
      Caps.simple('x/y'),
      Caps.simple('x/y', { ...secret, 'srtp-key': 'secret' }),
      Caps.simple('x/y', { ...secret, 'srtp-key': new GstBuffer(Buffer.alloc(0)) }),
      Caps.simple('x/y', { ...secret, 'srtp-key': new GstBuffer(Buffer.alloc(65)) }),
      Caps.simple('x/y', { ...secret, 'srtp-cipher': 'rot13' }),
      Caps.simple('x/y', { 'srtp-key': key, 'srtp-cipher': 'rot13' }),
    ]) {
      assert.throws(() => MIKEYMessage.fromCaps(caps), GError);
    }
    const fromKeyAlone = () => MIKEYMessage.fromCaps(Caps.simple('x/y', { 'srtp-key': key }));
    const { code } = await run('pkg-config', ['--atleast-version=1.26', 'gstreamer-sdp-1.0']);
    if (code === 0) assert.equal(fromKeyAlone().nPayloads, 1);
    else assert.throws(fromKeyAlone, GError);
    assert.throws(() => new MIKEYMessage().toCaps(Caps.simple('x/y')), GError);
    assert.throws(() => message.toCaps(Caps.any()), GError);
  });

  it('has lists whose indexes are checked', () => {
    const message = new MIKEYMessage();
    for (const payload of payloads) message.addPayload(payload);
    message.addCsSrtp(1, 2, 3);
    const [first, second] = payloads as [MIKEYPayload, MIKEYPayload];
    for (const at of [5, 6, 0xffffffff]) {
      assert.throws(() => message.getPayload(at), RangeError);
      assert.throws(() => message.insertPayload(at, first), RangeError);
      assert.throws(() => message.replacePayload(at, first), RangeError);
      assert.throws(() => message.removePayload(at), RangeError);
    }
    const map = { policy: 0, ssrc: 9, roc: 0 };
    for (const at of [1, -2]) assert.throws(() => message.insertCsSrtp(at, map), RangeError);
    for (const at of [1, -1]) {
      assert.throws(() => message.replaceCsSrtp(at, map), RangeError);
      assert.throws(() => message.removeCsSrtp(at), RangeError);
    }
    assert.throws(() => message.getCsSrtp(1), RangeError);
    message.replaceCsSrtp(0, map);
    assert.equal(message.getCsSrtp(0).ssrc, 9);
    message.removeCsSrtp(0);
    assert.equal(message.nCs, 0);
    message.insertPayload(0, second);
    message.replacePayload(1, second);
    message.removePayload(2);
    assert.deepEqual(all(message).slice(0, 2), [second, second]);
    assert.deepEqual(message.findPayload(MIKEYPayloadType.T, 1), second);
    assert.equal(message.findPayload(MIKEYPayloadType.T, 2), null);
    assert.equal(message.findPayload(MIKEYPayloadType.SIGN, 0), null);
    message.addTNowNtpUtc();
    message.addRandLen(255);
    const [time, rand] = all(message).slice(-2);
    assert.ok(time.type === MIKEYPayloadType.T && rand.type === MIKEYPayloadType.RAND);
    const seconds = Buffer.from(time.tsValue).readUInt32BE(0) - 2_208_988_800;
    assert.ok(Math.abs(seconds - Date.now() / 1000) < 10);
    assert.equal(rand.rand.length, 255);
    for (let i = 0; i < 255; i++) message.addCsSrtp(0, i, 0);
    assert.throws(() => message.addCsSrtp(0, 0, 0), GError);
    assert.throws(() => message.insertCsSrtp(0, map), GError);
  });

  it('refuses bytes that C does not survive, and payloads that it could not write', () => {
    const message = new MIKEYMessage();
    message.addCsSrtp(0, 1, 0);
    for (const payload of payloads) message.addPayload(payload);
    const good = message.toBytes();
    for (let length = 0; length < good.length; length++) {
      assert.throws(() => new MIKEYMessage(good.subarray(0, length)), GError);
    }
    let read = 0;
    for (let at = 0; at < good.length; at++) {
      for (const value of [0, 1, 3, 4, 20, 255]) {
        const changed = Buffer.from(good);
        changed[at] = value;
        try {
          read += new MIKEYMessage(changed).nPayloads > 0 ? 1 : 0;
        } catch (error) {
          assert.ok(error instanceof GError);
        }
      }
    }
    assert.ok(read > good.length);
    const [time, , rand, policy, kemac] = payloads;
    for (const payload of [
      null,
      {},
      { type: MIKEYPayloadType.SIGN },
      { type: MIKEYPayloadType.KEY_DATA, keyType: 0, keyData: bytes(1), saltData: null, validity: null },
      { ...time, tsValue: bytes(1) },
      { ...time, tsType: 3 },
      { ...rand, rand: bytes() },
      { ...rand, rand: Buffer.alloc(256) },
      { ...rand, rand: [1, 2] },
      { ...policy, policy: 256 },
      { ...policy, params: [{ type: 1, val: bytes() }] },
      { ...policy, params: null },
      { ...kemac, subpayloads: [] },
      { ...kemac, subpayloads: [{ type: MIKEYPayloadType.KEY_DATA, keyType: 1, keyData: bytes(1) }] },
      { ...kemac, subpayloads: [{ type: MIKEYPayloadType.KEY_DATA, keyType: 2, keyData: Buffer.alloc(65) }] },
      { ...kemac, subpayloads: [{ type: MIKEYPayloadType.KEY_DATA, keyType: 2, keyData: bytes(1), validity: {} }] },
      { ...kemac, subpayloads: [kemac] },
    ]) {
      assert.throws(() => message.addPayload(payload as never), TypeError, JSON.stringify(payload));
    }
    assert.throws(() => message.addRandLen(0), TypeError);
    assert.throws(() => message.setInfo(MIKEYType.INVALID, false, 0), TypeError);
    assert.deepEqual(message.toBytes(), good);
  });
});
