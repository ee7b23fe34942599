import { Boxed, registerClass } from '../gobject/object.js';
import type { Caps } from '../gst/caps.js';
import { c } from '../native.js';
import type { MIKEYMessage } from './mikey-message.js';
import type { SDPAttribute, SDPBandwidth, SDPConnection, SDPKey } from './parts.js';

/**
 * A medium that an SDP describes: its line `m=`, with the lines behind it.
 *
 * @example
 * ```ts
 * const media = new SDPMedia();
 * media.media = 'audio';
 * media.proto = 'RTP/AVP';
 * media.addFormat('0');
 * media.asText(); // 'm=audio 0 RTP/AVP 0\r\n'
 * ```
 * @see GstSDPMedia
 */
export class SDPMedia extends Boxed {
  /** Makes one that is empty: it needs a media type and a protocol. @see gst_sdp_media_new */
  public constructor() {
    super();
  }

  /** Its text. @throws GError without a media type or a protocol. @see gst_sdp_media_as_text */
  asText(): string {
    return c.node_sdp_media_as_text(this) as string;
  }

  /** What it is: `audio`, `video`, `text`, `application` or `message`. Null in an empty one. @see gst_sdp_media_set_media */
  get media(): string | null {
    return c.gst_sdp_media_get_media(this) as string | null;
  }
  set media(media: string) {
    c.gst_sdp_media_set_media(this, media);
  }

  /** The port, 0 to 65535; 0 where SETUP agrees on one. @see gst_sdp_media_get_port */
  get port(): number {
    return c.gst_sdp_media_get_port(this) as number;
  }

  /** How many ports there are; 0 and 1 for one. @see gst_sdp_media_get_num_ports */
  get numPorts(): number {
    return c.gst_sdp_media_get_num_ports(this) as number;
  }

  /** Sets the port and how many there are, each 0 to 65535. @see gst_sdp_media_set_port_info */
  setPortInfo(port: number, numPorts: number): void {
    c.gst_sdp_media_set_port_info(this, port, numPorts);
  }

  /** The protocol, for example `RTP/AVP`. Null in an empty one. @see gst_sdp_media_set_proto */
  get proto(): string | null {
    return c.gst_sdp_media_get_proto(this) as string | null;
  }
  set proto(proto: string) {
    c.gst_sdp_media_set_proto(this, proto);
  }

  /** How many formats there are. @see gst_sdp_media_formats_len */
  get formatsLen(): number {
    return c.gst_sdp_media_formats_len(this) as number;
  }

  /**
   * The format of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_media_get_format
   */
  getFormat(index: number): string {
    return c.gst_sdp_media_get_format(this, index) as string;
  }

  /**
   * Adds a format before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_media_insert_format
   */
  insertFormat(index: number, format: string): void {
    c.gst_sdp_media_insert_format(this, index, format);
  }

  /** Puts another format at that index. @throws RangeError when there is none. @see gst_sdp_media_replace_format */
  replaceFormat(index: number, format: string): void {
    c.gst_sdp_media_replace_format(this, index, format);
  }

  /** Removes the format of that index. @throws RangeError when there is none. @see gst_sdp_media_remove_format */
  removeFormat(index: number): void {
    c.gst_sdp_media_remove_format(this, index);
  }

  /** Adds a format, for RTP a payload type. @see gst_sdp_media_add_format */
  addFormat(format: string): void {
    c.gst_sdp_media_add_format(this, format);
  }

  /** The line `i=`: what it is called. Null without one. @see gst_sdp_media_set_information */
  get information(): string | null {
    return c.gst_sdp_media_get_information(this) as string | null;
  }
  set information(information: string | null) {
    c.gst_sdp_media_set_information(this, information);
  }

  /** How many lines `c=` there are. @see gst_sdp_media_connections_len */
  get connectionsLen(): number {
    return c.gst_sdp_media_connections_len(this) as number;
  }

  /**
   * The line `c=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_media_get_connection
   */
  getConnection(index: number): SDPConnection {
    return c.gst_sdp_media_get_connection(this, index) as SDPConnection;
  }

  /**
   * Adds a line `c=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_media_insert_connection
   */
  insertConnection(index: number, connection: SDPConnection): void {
    c.gst_sdp_media_insert_connection(this, index, connection);
  }

  /** Puts another line `c=` at that index. @throws RangeError when there is none. @see gst_sdp_media_replace_connection */
  replaceConnection(index: number, connection: SDPConnection): void {
    c.gst_sdp_media_replace_connection(this, index, connection);
  }

  /** Removes the line `c=` of that index. @throws RangeError when there is none. @see gst_sdp_media_remove_connection */
  removeConnection(index: number): void {
    c.gst_sdp_media_remove_connection(this, index);
  }

  /** Adds a line `c=`, by the fields of {@link SDPConnection}. @see gst_sdp_media_add_connection */
  addConnection(nettype: string, addrtype: string, address: string, ttl: number, addrNumber: number): void {
    c.gst_sdp_media_add_connection(this, nettype, addrtype, address, ttl, addrNumber);
  }

  /** How many lines `b=` there are. @see gst_sdp_media_bandwidths_len */
  get bandwidthsLen(): number {
    return c.gst_sdp_media_bandwidths_len(this) as number;
  }

  /**
   * The line `b=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_media_get_bandwidth
   */
  getBandwidth(index: number): SDPBandwidth {
    return c.gst_sdp_media_get_bandwidth(this, index) as SDPBandwidth;
  }

  /**
   * Adds a line `b=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_media_insert_bandwidth
   */
  insertBandwidth(index: number, bandwidth: SDPBandwidth): void {
    c.gst_sdp_media_insert_bandwidth(this, index, bandwidth);
  }

  /** Puts another line `b=` at that index. @throws RangeError when there is none. @see gst_sdp_media_replace_bandwidth */
  replaceBandwidth(index: number, bandwidth: SDPBandwidth): void {
    c.gst_sdp_media_replace_bandwidth(this, index, bandwidth);
  }

  /** Removes the line `b=` of that index. @throws RangeError when there is none. @see gst_sdp_media_remove_bandwidth */
  removeBandwidth(index: number): void {
    c.gst_sdp_media_remove_bandwidth(this, index);
  }

  /** Adds a line `b=`. @param bandwidth - As in {@link SDPBandwidth}. @see gst_sdp_media_add_bandwidth */
  addBandwidth(bwtype: string, bandwidth: number): void {
    c.gst_sdp_media_add_bandwidth(this, bwtype, bandwidth);
  }

  /** The line `k=`; null without one. @see gst_sdp_media_get_key */
  getKey(): SDPKey | null {
    return c.gst_sdp_media_get_key(this) as SDPKey | null;
  }

  /** Sets the line `k=`; null removes it. @see gst_sdp_media_set_key */
  setKey(type: string | null, data: string | null = null): void {
    c.gst_sdp_media_set_key(this, type, data);
  }

  /** How many lines `a=` there are. @see gst_sdp_media_attributes_len */
  get attributesLen(): number {
    return c.gst_sdp_media_attributes_len(this) as number;
  }

  /**
   * The line `a=` of that index, from 0.
   *
   * @throws RangeError when there is none.
   * @see gst_sdp_media_get_attribute
   */
  getAttribute(index: number): SDPAttribute {
    return c.gst_sdp_media_get_attribute(this, index) as SDPAttribute;
  }

  /**
   * Adds a line `a=` before that index; -1: at the end.
   *
   * @throws RangeError for another index.
   * @see gst_sdp_media_insert_attribute
   */
  insertAttribute(index: number, attribute: SDPAttribute): void {
    c.gst_sdp_media_insert_attribute(this, index, attribute);
  }

  /** Puts another line `a=` at that index. @throws RangeError when there is none. @see gst_sdp_media_replace_attribute */
  replaceAttribute(index: number, attribute: SDPAttribute): void {
    c.gst_sdp_media_replace_attribute(this, index, attribute);
  }

  /** Removes the line `a=` of that index. @throws RangeError when there is none. @see gst_sdp_media_remove_attribute */
  removeAttribute(index: number): void {
    c.gst_sdp_media_remove_attribute(this, index);
  }

  /** Adds a line `a=`; one that is only a key has the value `''`. @see gst_sdp_media_add_attribute */
  addAttribute(key: string, value = ''): void {
    c.gst_sdp_media_add_attribute(this, key, value);
  }

  /** The value of the first line `a=` with that key, `''` when it has none; null without such a line. @see gst_sdp_media_get_attribute_val */
  getAttributeVal(key: string): string | null {
    return c.gst_sdp_media_get_attribute_val(this, key) as string | null;
  }

  /** The same for one of several lines, from 0. @see gst_sdp_media_get_attribute_val_n */
  getAttributeValN(key: string, nth: number): string | null {
    return c.gst_sdp_media_get_attribute_val_n(this, key, nth) as string | null;
  }

  /**
   * What packets of a payload type are, by `rtpmap` and `fmtp`; null when that is not said.
   *
   * @param pt - 0 to 127.
   * @returns Caps of the name `application/x-unknown`, as C gives them.
   * @throws GError for one without a media type or a protocol.
   * @see gst_sdp_media_get_caps_from_media
   */
  getCapsFromMedia(pt: number): Caps | null {
    return c.node_sdp_media_get_caps_from_media(this, pt) as Caps | null;
  }

  /**
   * Describes packets with these caps: sets the media type, and adds the format, `rtpmap`, `fmtp` and other attributes.
   *
   * @throws GError for caps without `media`, `payload` and `clock-rate`.
   * @see gst_sdp_media_set_media_from_caps
   */
  setMediaFromCaps(caps: Caps): void {
    c.node_sdp_media_set_media_from_caps(this, caps);
  }

  /**
   * The caps with what the lines `a=` say of it: each is a field `a-` and its key. A key for SRTP becomes `srtp-key`
   * with its algorithms.
   *
   * @throws GError for caps that are anything or nothing, and for a key that cannot be used.
   * @see gst_sdp_media_attributes_to_caps
   */
  attributesToCaps(caps: Caps): Caps {
    return c.node_sdp_media_attributes_to_caps(this, caps) as Caps;
  }

  /** The message of its first line `a=key-mgmt:mikey`; null without one that can be used. @see gst_sdp_media_parse_keymgmt */
  parseKeymgmt(): MIKEYMessage | null {
    return c.node_sdp_media_parse_keymgmt(this) as MIKEYMessage | null;
  }
}

registerClass('NodeSDPMedia', SDPMedia, c.node_sdp_media_new);
