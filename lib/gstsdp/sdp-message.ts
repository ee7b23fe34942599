import { Boxed, registerClass } from '../gobject/object.js';
import type { Caps } from '../gst/caps.js';
import { c } from '../native.js';
import type { MIKEYMessage } from './mikey-message.js';
import type { SDPAttribute, SDPBandwidth, SDPConnection, SDPKey, SDPOrigin, SDPTime, SDPZone } from './parts.js';
import type { SDPMedia } from './sdp-media.js';

/**
 * The description of a session and its media, as DESCRIBE is answered with and ANNOUNCE brings one.
 *
 * What stands in a line cannot have line breaks in it, and what is one word of a line neither white space: a TypeError
 * says so.
 *
 * @example
 * ```ts
 * const sdp = new SDPMessage('v=0\r\ns=a film\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n');
 * sdp.getMedia(0).getCapsFromMedia(96)?.toString();
 * sdp.addAttribute('tool', 'mine');
 * sdp.asText();
 * ```
 * @see GstSDPMessage
 */
export class SDPMessage extends Boxed {
  /**
   * @param text - Default: an empty one. The library reads no times and time zones: the lines `t=`, `r=` and `z=` are
   * passed over, as are lines that it does not know.
   * @throws GError for a text that does not begin with the line `v=`.
   * @see gst_sdp_message_new_from_text
   */
  constructor(text?: string) {
    super(text ?? null);
  }

  /**
   * What the part of a URI behind its `#` describes, as `asUri()` writes it.
   *
   * @throws GError for another text.
   * @see gst_sdp_message_parse_uri
   */
  static parseUri(uri: string): SDPMessage {
    return c.node_sdp_message_parse_uri(uri) as SDPMessage;
  }

  /** Its text, in which a line ends with CR and LF. Without a time it has the line `t=0 0`. @see gst_sdp_message_as_text */
  asText(): string {
    return c.node_sdp_message_as_text(this) as string;
  }

  /**
   * A URI that describes it.
   *
   * @param scheme - For example `data`.
   * @throws GError when it has other characters than those of ASCII.
   * @see gst_sdp_message_as_uri
   */
  asUri(scheme: string): string {
    return c.node_sdp_message_as_uri(scheme, this) as string;
  }

  /** The same as `asText()`. */
  override toString(): string {
    return this.asText();
  }

  /** The line `v=`: `0`. Null in an empty message. @see gst_sdp_message_set_version */
  get version(): string | null {
    return c.gst_sdp_message_get_version(this) as string | null;
  }
  set version(version: string) {
    c.gst_sdp_message_set_version(this, version);
  }

  /** The line `o=`; null without one. @see gst_sdp_message_get_origin */
  getOrigin(): SDPOrigin | null {
    return c.gst_sdp_message_get_origin(this) as SDPOrigin | null;
  }

  /** Sets the line `o=`, by the fields of {@link SDPOrigin}. @see gst_sdp_message_set_origin */
  setOrigin(
    username: string,
    sessId: string,
    sessVersion: string,
    nettype: string,
    addrtype: string,
    addr: string,
  ): void {
    c.gst_sdp_message_set_origin(this, username, sessId, sessVersion, nettype, addrtype, addr);
  }

  /** The line `s=`: what the session is called. Null without one. @see gst_sdp_message_set_session_name */
  get sessionName(): string | null {
    return c.gst_sdp_message_get_session_name(this) as string | null;
  }
  set sessionName(sessionName: string | null) {
    c.gst_sdp_message_set_session_name(this, sessionName);
  }

  /** The line `i=`: what the session is about. Null without one. @see gst_sdp_message_set_information */
  get information(): string | null {
    return c.gst_sdp_message_get_information(this) as string | null;
  }
  set information(information: string | null) {
    c.gst_sdp_message_set_information(this, information);
  }

  /** The line `u=`: where more is told of it. Null without one. @see gst_sdp_message_set_uri */
  get uri(): string | null {
    return c.gst_sdp_message_get_uri(this) as string | null;
  }
  set uri(uri: string | null) {
    c.gst_sdp_message_set_uri(this, uri);
  }

  /** How many lines `e=` there are. @see gst_sdp_message_emails_len */
  get emailsLen(): number {
    return c.gst_sdp_message_emails_len(this) as number;
  }

  /**
   * The line `e=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_email
   */
  getEmail(index: number): string {
    return c.gst_sdp_message_get_email(this, index) as string;
  }

  /**
   * Adds a line `e=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_email
   */
  insertEmail(index: number, email: string): void {
    c.gst_sdp_message_insert_email(this, index, email);
  }

  /** Puts another line `e=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_email */
  replaceEmail(index: number, email: string): void {
    c.gst_sdp_message_replace_email(this, index, email);
  }

  /** Removes the line `e=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_email */
  removeEmail(index: number): void {
    c.gst_sdp_message_remove_email(this, index);
  }

  /** Adds a line `e=`. @see gst_sdp_message_add_email */
  addEmail(email: string): void {
    c.gst_sdp_message_add_email(this, email);
  }

  /** How many lines `p=` there are. @see gst_sdp_message_phones_len */
  get phonesLen(): number {
    return c.gst_sdp_message_phones_len(this) as number;
  }

  /**
   * The line `p=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_phone
   */
  getPhone(index: number): string {
    return c.gst_sdp_message_get_phone(this, index) as string;
  }

  /**
   * Adds a line `p=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_phone
   */
  insertPhone(index: number, phone: string): void {
    c.gst_sdp_message_insert_phone(this, index, phone);
  }

  /** Puts another line `p=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_phone */
  replacePhone(index: number, phone: string): void {
    c.gst_sdp_message_replace_phone(this, index, phone);
  }

  /** Removes the line `p=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_phone */
  removePhone(index: number): void {
    c.gst_sdp_message_remove_phone(this, index);
  }

  /** Adds a line `p=`. @see gst_sdp_message_add_phone */
  addPhone(phone: string): void {
    c.gst_sdp_message_add_phone(this, phone);
  }

  /** The line `c=` that holds for all media; null without one. @see gst_sdp_message_get_connection */
  getConnection(): SDPConnection | null {
    return c.gst_sdp_message_get_connection(this) as SDPConnection | null;
  }

  /** Sets the line `c=`, by the fields of {@link SDPConnection}. @see gst_sdp_message_set_connection */
  setConnection(nettype: string, addrtype: string, address: string, ttl: number, addrNumber: number): void {
    c.gst_sdp_message_set_connection(this, nettype, addrtype, address, ttl, addrNumber);
  }

  /** How many lines `b=` there are. @see gst_sdp_message_bandwidths_len */
  get bandwidthsLen(): number {
    return c.gst_sdp_message_bandwidths_len(this) as number;
  }

  /**
   * The line `b=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_bandwidth
   */
  getBandwidth(index: number): SDPBandwidth {
    return c.gst_sdp_message_get_bandwidth(this, index) as SDPBandwidth;
  }

  /**
   * Adds a line `b=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_bandwidth
   */
  insertBandwidth(index: number, bandwidth: SDPBandwidth): void {
    c.gst_sdp_message_insert_bandwidth(this, index, bandwidth);
  }

  /** Puts another line `b=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_bandwidth */
  replaceBandwidth(index: number, bandwidth: SDPBandwidth): void {
    c.gst_sdp_message_replace_bandwidth(this, index, bandwidth);
  }

  /** Removes the line `b=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_bandwidth */
  removeBandwidth(index: number): void {
    c.gst_sdp_message_remove_bandwidth(this, index);
  }

  /** Adds a line `b=`. @param bandwidth - As in {@link SDPBandwidth}. @see gst_sdp_message_add_bandwidth */
  addBandwidth(bwtype: string, bandwidth: number): void {
    c.gst_sdp_message_add_bandwidth(this, bwtype, bandwidth);
  }

  /** How many lines `t=` there are. @see gst_sdp_message_times_len */
  get timesLen(): number {
    return c.gst_sdp_message_times_len(this) as number;
  }

  /**
   * The line `t=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_time
   */
  getTime(index: number): SDPTime {
    return c.gst_sdp_message_get_time(this, index) as SDPTime;
  }

  /**
   * Adds a line `t=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_time
   */
  insertTime(index: number, time: SDPTime): void {
    c.gst_sdp_message_insert_time(this, index, time);
  }

  /** Puts another line `t=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_time */
  replaceTime(index: number, time: SDPTime): void {
    c.gst_sdp_message_replace_time(this, index, time);
  }

  /** Removes the line `t=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_time */
  removeTime(index: number): void {
    c.gst_sdp_message_remove_time(this, index);
  }

  /** Adds a line `t=`, by the fields of {@link SDPTime}. @see gst_sdp_message_add_time */
  addTime(start: string, stop: string, repeat: readonly string[] = []): void {
    const time: SDPTime = { start, stop, repeat };
    c.node_sdp_message_add_time(this, time);
  }

  /** How many lines `z=` there are. @see gst_sdp_message_zones_len */
  get zonesLen(): number {
    return c.gst_sdp_message_zones_len(this) as number;
  }

  /**
   * The line `z=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_zone
   */
  getZone(index: number): SDPZone {
    return c.gst_sdp_message_get_zone(this, index) as SDPZone;
  }

  /**
   * Adds a line `z=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_zone
   */
  insertZone(index: number, zone: SDPZone): void {
    c.gst_sdp_message_insert_zone(this, index, zone);
  }

  /** Puts another line `z=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_zone */
  replaceZone(index: number, zone: SDPZone): void {
    c.gst_sdp_message_replace_zone(this, index, zone);
  }

  /** Removes the line `z=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_zone */
  removeZone(index: number): void {
    c.gst_sdp_message_remove_zone(this, index);
  }

  /** Adds a part to the line `z=`, by the fields of {@link SDPZone}. @see gst_sdp_message_add_zone */
  addZone(adjTime: string, typedTime: string): void {
    c.gst_sdp_message_add_zone(this, adjTime, typedTime);
  }

  /** The line `k=`; null without one. @see gst_sdp_message_get_key */
  getKey(): SDPKey | null {
    return c.gst_sdp_message_get_key(this) as SDPKey | null;
  }

  /** Sets the line `k=`; null removes it. @see gst_sdp_message_set_key */
  setKey(type: string | null, data: string | null = null): void {
    c.gst_sdp_message_set_key(this, type, data);
  }

  /** How many lines `a=` there are. @see gst_sdp_message_attributes_len */
  get attributesLen(): number {
    return c.gst_sdp_message_attributes_len(this) as number;
  }

  /**
   * The line `a=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_attribute
   */
  getAttribute(index: number): SDPAttribute {
    return c.gst_sdp_message_get_attribute(this, index) as SDPAttribute;
  }

  /**
   * Adds a line `a=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_message_insert_attribute
   */
  insertAttribute(index: number, attribute: SDPAttribute): void {
    c.gst_sdp_message_insert_attribute(this, index, attribute);
  }

  /** Puts another line `a=` at that index. @throws RangeError when there is none. @see gst_sdp_message_replace_attribute */
  replaceAttribute(index: number, attribute: SDPAttribute): void {
    c.gst_sdp_message_replace_attribute(this, index, attribute);
  }

  /** Removes the line `a=` of that index. @throws RangeError when there is none. @see gst_sdp_message_remove_attribute */
  removeAttribute(index: number): void {
    c.gst_sdp_message_remove_attribute(this, index);
  }

  /** Adds a line `a=`; one that is only a key has the value `''`. @see gst_sdp_message_add_attribute */
  addAttribute(key: string, value = ''): void {
    c.gst_sdp_message_add_attribute(this, key, value);
  }

  /** The value of the first line `a=` with that key, `''` when it has none; null without such a line. @see gst_sdp_message_get_attribute_val */
  getAttributeVal(key: string): string | null {
    return c.gst_sdp_message_get_attribute_val(this, key) as string | null;
  }

  /** The same for one of several lines, from 0. @see gst_sdp_message_get_attribute_val_n */
  getAttributeValN(key: string, nth: number): string | null {
    return c.gst_sdp_message_get_attribute_val_n(this, key, nth) as string | null;
  }

  /** How many media there are. @see gst_sdp_message_medias_len */
  get mediasLen(): number {
    return c.gst_sdp_message_medias_len(this) as number;
  }

  /**
   * The medium of that index, from 0: a copy. Put it back with `replaceMedia()` when it has been changed.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_message_get_media
   */
  getMedia(index: number): SDPMedia {
    return c.gst_sdp_message_get_media(this, index) as SDPMedia;
  }

  /** Adds a copy of a medium. @throws GError for one without a media type or a protocol. @see gst_sdp_message_add_media */
  addMedia(media: SDPMedia): void {
    c.node_sdp_message_add_media(this, media);
  }

  /**
   * Puts a copy of another medium at that index. C has no such function: there, the medium is changed in place.
   *
   * @throws RangeError when there is none; GError for one without a media type or a protocol.
   */
  replaceMedia(index: number, media: SDPMedia): void {
    c.node_sdp_message_replace_media(this, index, media);
  }

  /**
   * Removes the medium of that index. Before GStreamer 1.24 C has no such function, and this one works all the same.
   *
   * @throws RangeError when there is none.
   */
  removeMedia(index: number): void {
    c.node_sdp_message_remove_media(this, index);
  }

  /**
   * The caps with what the lines `a=` say of all media: each is a field `a-` and its key. A key for SRTP becomes `srtp-key`
   * with its algorithms.
   *
   * @throws GError for caps that are anything or nothing, and for a key that cannot be used.
   * @see gst_sdp_message_attributes_to_caps
   */
  attributesToCaps(caps: Caps): Caps {
    return c.node_sdp_message_attributes_to_caps(this, caps) as Caps;
  }

  /** The message of its first line `a=key-mgmt:mikey`; null without one that can be used. @see gst_sdp_message_parse_keymgmt */
  parseKeymgmt(): MIKEYMessage | null {
    return c.node_sdp_message_parse_keymgmt(this) as MIKEYMessage | null;
  }

  /** @internal Becomes a copy of another message. */
  assign(other: SDPMessage): void {
    c.node_sdp_message_assign(this, other);
  }
}

registerClass('GstSDPMessage', SDPMessage, c.node_sdp_message_new);

/** Whether an address is one of multicast. @see gst_sdp_address_is_multicast */
export function sdpAddressIsMulticast(nettype: string, addrtype: string, addr: string): boolean {
  return c.gst_sdp_address_is_multicast(nettype, addrtype, addr) as boolean;
}

/**
 * The value of a header `KeyMgmt`.
 *
 * @param base64 - As `MIKEYMessage.base64Encode()` gives it.
 * @see gst_sdp_make_keymgmt
 */
export function sdpMakeKeymgmt(uri: string, base64: string): string {
  return c.gst_sdp_make_keymgmt(uri, base64) as string;
}
