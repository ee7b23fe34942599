import { Boxed, registerClass } from '../gobject/object.js';
import type { Caps } from '../gst/caps.js';
import { c } from '../native.js';
import type { MIKEYKeyDataType, MIKEYPayloadType, MIKEYTSType, MIKEYType } from './mikey-enums.js';

/** The crypto session of one sender. @see GstMIKEYMapSRTP */
export interface MIKEYMapSRTP {
  /** The number of its security policy, 0 to 255. @see GstMIKEYMapSRTP.policy */
  readonly policy: number;
  /** Whose packets they are, 0 to 4294967295. @see GstMIKEYMapSRTP.ssrc */
  readonly ssrc: number;
  /** How often the sequence numbers have begun anew, 0 to 4294967295. @see GstMIKEYMapSRTP.roc */
  readonly roc: number;
}

/** When the message was made. @see GstMIKEYPayloadT */
export interface MIKEYPayloadT {
  /** Says which payload it is. @see GstMIKEYPayload.type */
  readonly type: typeof MIKEYPayloadType.T;
  /** What the time is counted in. @see GstMIKEYPayloadT.type */
  readonly tsType: MIKEYTSType;
  /** 8 bytes, and 4 of a counter. @see GstMIKEYPayloadT.ts_value */
  readonly tsValue: Uint8Array;
}

/** A parameter of a security policy. @see GstMIKEYPayloadSPParam */
export interface MIKEYPayloadSPParam {
  /** One of `MIKEYSecSRTP`. @see GstMIKEYPayloadSPParam.type */
  readonly type: number;
  /** 1 to 255 bytes, most often one. @see GstMIKEYPayloadSPParam.val */
  readonly val: Uint8Array;
}

/** A security policy, for SRTP. @see GstMIKEYPayloadSP */
export interface MIKEYPayloadSP {
  /** Says which payload it is. @see GstMIKEYPayload.type */
  readonly type: typeof MIKEYPayloadType.SP;
  /** Its number, 0 to 255. @see GstMIKEYPayloadSP.policy */
  readonly policy: number;
  /** At most 128. @see GstMIKEYPayloadSP.params */
  readonly params: readonly MIKEYPayloadSPParam[];
}

/** Random bytes. @see GstMIKEYPayloadRAND */
export interface MIKEYPayloadRAND {
  /** Says which payload it is. @see GstMIKEYPayload.type */
  readonly type: typeof MIKEYPayloadType.RAND;
  /** 1 to 255 bytes. @see GstMIKEYPayloadRAND.rand */
  readonly rand: Uint8Array;
}

/** A key. @see GstMIKEYPayloadKeyData */
export interface MIKEYPayloadKeyData {
  /** Says which payload it is. @see GstMIKEYPayload.type */
  readonly type: typeof MIKEYPayloadType.KEY_DATA;
  /** What the key is for. @see GstMIKEYPayloadKeyData.key_type */
  readonly keyType: MIKEYKeyDataType;
  /** 1 to 64 bytes. @see GstMIKEYPayloadKeyData.key_data */
  readonly keyData: Uint8Array;
  /** 1 to 64 bytes; null without salt. @see GstMIKEYPayloadKeyData.salt_data */
  readonly saltData: Uint8Array | null;
  /**
   * For which packets it is: by a number of 1 to 255 bytes, or from one to another; null: for all.
   *
   * @see GstMIKEYPayloadKeyData.kv_data
   */
  readonly validity:
    { readonly spi: Uint8Array } | { readonly validFrom: Uint8Array; readonly validTo: Uint8Array } | null;
}

/** Keys, which are not encrypted: the library can neither encrypt nor authenticate them. @see GstMIKEYPayloadKEMAC */
export interface MIKEYPayloadKEMAC {
  /** Says which payload it is. @see GstMIKEYPayload.type */
  readonly type: typeof MIKEYPayloadType.KEMAC;
  /** 1 to 64. @see GstMIKEYPayloadKEMAC.subpayloads */
  readonly subpayloads: readonly MIKEYPayloadKeyData[];
}

/** A part of a message. @see GstMIKEYPayload */
export type MIKEYPayload = MIKEYPayloadKEMAC | MIKEYPayloadT | MIKEYPayloadSP | MIKEYPayloadRAND;

/**
 * A message of RFC 3830 that carries the keys of SRTP: in the attribute `key-mgmt` of an SDP, and in the header `KeyMgmt`
 * of SETUP.
 *
 * @example
 * ```ts
 * const caps = Caps.simple('application/x-srtp', {
 *   'srtp-key': new GstBuffer(Buffer.alloc(30, 1)),
 *   'srtp-cipher': 'aes-128-icm',
 *   'srtp-auth': 'hmac-sha1-80',
 * });
 * const keys = MIKEYMessage.fromCaps(caps);
 * keys.addCsSrtp(0, 0x12345678, 0);
 * sdpMakeKeymgmt('rtsp://127.0.0.1:8554/test/stream=0', keys.base64Encode());
 * ```
 * @see GstMIKEYMessage
 */
export class MIKEYMessage extends Boxed {
  /**
   * @param bytes - Default: an empty message of the type `PSK_INIT`.
   * @throws GError for other bytes than those of such a message with keys for SRTP that are not encrypted: no others can
   * be used, and some are not survived.
   * @see gst_mikey_message_new_from_data
   */
  constructor(bytes?: Uint8Array) {
    super(bytes ?? null);
  }

  /**
   * A message with the key of such caps, the time, and random bytes.
   *
   * @param caps - With `srtp-key`, 1 to 64 bytes, and `srtp-cipher` and `srtp-auth`, or those of SRTCP.
   * @throws GError for other caps.
   * @see gst_mikey_message_new_from_caps
   */
  static fromCaps(caps: Caps): MIKEYMessage {
    return c.node_mikey_message_new_from_caps(caps) as MIKEYMessage;
  }

  /** Its bytes. @see gst_mikey_message_to_bytes */
  toBytes(): Buffer {
    return c.node_mikey_message_to_bytes(this) as Buffer;
  }

  /** Its bytes in base64. @see gst_mikey_message_base64_encode */
  base64Encode(): string {
    return c.gst_mikey_message_base64_encode(this) as string;
  }

  /**
   * The caps with its first key and the algorithms of its policy.
   *
   * @throws GError without a key, from GStreamer 1.24 on also without a crypto session, and for caps that are anything or
   * nothing.
   * @see gst_mikey_message_to_caps
   */
  toCaps(caps: Caps): Caps {
    return c.node_mikey_message_to_caps(this, caps) as Caps;
  }

  /** 1. @see GstMIKEYMessage.version */
  get version(): number {
    return c.node_mikey_message_get_version(this) as number;
  }

  /** What it is. @see GstMIKEYMessage.type */
  get type(): MIKEYType {
    return c.node_mikey_message_get_type(this) as MIKEYType;
  }

  /** Whether it wants an answer. @see GstMIKEYMessage.V */
  get v(): boolean {
    return c.node_mikey_message_get_v(this) as boolean;
  }

  /** How keys are derived: 0, the function of MIKEY. @see GstMIKEYMessage.prf_func */
  get prfFunc(): number {
    return c.node_mikey_message_get_prf_func(this) as number;
  }

  /** The number of the bundle of crypto sessions. @see GstMIKEYMessage.CSB_id */
  get csbId(): number {
    return c.node_mikey_message_get_csb_id(this) as number;
  }

  /** What its crypto sessions are of: 0, of SRTP. @see GstMIKEYMessage.map_type */
  get mapType(): number {
    return c.node_mikey_message_get_map_type(this) as number;
  }

  /** Sets `type`, `v` and `csbId`; of the others there is one value. @see gst_mikey_message_set_info */
  setInfo(type: MIKEYType, v: boolean, csbId: number): void {
    c.node_mikey_message_set_info(this, type, v, csbId);
  }

  /** How many crypto sessions it has, at most 255. @see gst_mikey_message_get_n_cs */
  get nCs(): number {
    return c.gst_mikey_message_get_n_cs(this) as number;
  }

  /** The crypto session of that index, from 0. @throws RangeError when there is none. @see gst_mikey_message_get_cs_srtp */
  getCsSrtp(index: number): MIKEYMapSRTP {
    return c.gst_mikey_message_get_cs_srtp(this, index) as MIKEYMapSRTP;
  }

  /**
   * Adds a crypto session.
   *
   * @param policy - 0 to 255.
   * @param ssrc - 0 to 4294967295.
   * @param roc - The rollover counter, 0 to 4294967295.
   * @throws GError when it has 255.
   * @see gst_mikey_message_add_cs_srtp
   */
  addCsSrtp(policy: number, ssrc: number, roc: number): void {
    c.node_mikey_message_add_cs_srtp(this, policy, ssrc, roc);
  }

  /**
   * Adds a crypto session before that index; -1: at the end.
   *
   * @throws RangeError for another index; GError when it has 255.
   * @see gst_mikey_message_insert_cs_srtp
   */
  insertCsSrtp(index: number, map: MIKEYMapSRTP): void {
    c.node_mikey_message_insert_cs_srtp(this, index, map);
  }

  /** Puts another crypto session at that index. @throws RangeError when there is none. @see gst_mikey_message_replace_cs_srtp */
  replaceCsSrtp(index: number, map: MIKEYMapSRTP): void {
    c.gst_mikey_message_replace_cs_srtp(this, index, map);
  }

  /** Removes the crypto session of that index. @throws RangeError when there is none. @see gst_mikey_message_remove_cs_srtp */
  removeCsSrtp(index: number): void {
    c.gst_mikey_message_remove_cs_srtp(this, index);
  }

  /** How many payloads it has. @see gst_mikey_message_get_n_payloads */
  get nPayloads(): number {
    return c.gst_mikey_message_get_n_payloads(this) as number;
  }

  /** The payload of that index, from 0: a copy. @throws RangeError when there is none. @see gst_mikey_message_get_payload */
  getPayload(index: number): MIKEYPayload {
    return c.gst_mikey_message_get_payload(this, index) as MIKEYPayload;
  }

  /** One of its payloads of that kind, from 0; null when there is none. @see gst_mikey_message_find_payload */
  findPayload(type: MIKEYPayloadType, nth: number): MIKEYPayload | null {
    return c.node_mikey_message_find_payload(this, type, nth) as MIKEYPayload | null;
  }

  /** Adds a payload. @see gst_mikey_message_add_payload */
  addPayload(payload: MIKEYPayload): void {
    c.gst_mikey_message_add_payload(this, payload);
  }

  /** Adds a payload before that index. @throws RangeError when there is none. @see gst_mikey_message_insert_payload */
  insertPayload(index: number, payload: MIKEYPayload): void {
    c.gst_mikey_message_insert_payload(this, index, payload);
  }

  /** Puts another payload at that index. @throws RangeError when there is none. @see gst_mikey_message_replace_payload */
  replacePayload(index: number, payload: MIKEYPayload): void {
    c.gst_mikey_message_replace_payload(this, index, payload);
  }

  /** Removes the payload of that index. @throws RangeError when there is none. @see gst_mikey_message_remove_payload */
  removePayload(index: number): void {
    c.gst_mikey_message_remove_payload(this, index);
  }

  /** Adds the present time. @see gst_mikey_message_add_t_now_ntp_utc */
  addTNowNtpUtc(): void {
    c.gst_mikey_message_add_t_now_ntp_utc(this);
  }

  /** Adds random bytes, 1 to 255, of a generator that is not a cryptographic one. @see gst_mikey_message_add_rand_len */
  addRandLen(len: number): void {
    c.gst_mikey_message_add_rand_len(this, len);
  }
}

registerClass('GstMIKEYMessage', MIKEYMessage, c.node_mikey_message_new);
