/** Who made a session: the line `o=`. @see GstSDPOrigin */
export interface SDPOrigin {
  /** `-` where there is none. @see GstSDPOrigin.username */
  readonly username: string;
  /** A decimal number, as text. @see GstSDPOrigin.sess_id */
  readonly sessId: string;
  /** A decimal number, as text. @see GstSDPOrigin.sess_version */
  readonly sessVersion: string;
  /** `IN` for the Internet. @see GstSDPOrigin.nettype */
  readonly nettype: string;
  /** `IP4` or `IP6`. @see GstSDPOrigin.addrtype */
  readonly addrtype: string;
  /** Where the session was made. @see GstSDPOrigin.addr */
  readonly addr: string;
}

/** Where media are sent to: a line `c=`. @see GstSDPConnection */
export interface SDPConnection {
  /** `IN` for the Internet. @see GstSDPConnection.nettype */
  readonly nettype: string;
  /** `IP4` or `IP6`. @see GstSDPConnection.addrtype */
  readonly addrtype: string;
  /** An address or a name. @see GstSDPConnection.address */
  readonly address: string;
  /** 0 to 255. Of multicast over IPv4. @see GstSDPConnection.ttl */
  readonly ttl: number;
  /** How many addresses there are from this one on. Of multicast. @see GstSDPConnection.addr_number */
  readonly addrNumber: number;
}

/** How much is needed: a line `b=`. @see GstSDPBandwidth */
export interface SDPBandwidth {
  /** `CT`, `AS`, `RS`, `RR`, `TIAS`, or one that begins with `X-`. @see GstSDPBandwidth.bwtype */
  readonly bwtype: string;
  /** Kilobits per second, and bits per second for `RS`, `RR` and `TIAS`. @see GstSDPBandwidth.bandwidth */
  readonly bandwidth: number;
}

/** When a session takes place: a line `t=`, and its line `r=`. @see GstSDPTime */
export interface SDPTime {
  /** Seconds since 1900, as text; `0`: always. @see GstSDPTime.start */
  readonly start: string;
  /** Seconds since 1900, as text; `0`: for ever. @see GstSDPTime.stop */
  readonly stop: string;
  /**
   * The words of the line `r=`: the interval, the duration and the offsets; none without such a line.
   *
   * @see GstSDPTime.repeat
   */
  readonly repeat: readonly string[];
}

/** When the time of day is changed: a part of the line `z=`. @see GstSDPZone */
export interface SDPZone {
  /** Seconds since 1900, as text. @see GstSDPZone.time */
  readonly time: string;
  /** By how much, for example `-1h`. @see GstSDPZone.typed_time */
  readonly typedTime: string;
}

/** The line `k=`. @see GstSDPKey */
export interface SDPKey {
  /** For example `clear` or `prompt`. @see GstSDPKey.type */
  readonly type: string;
  /** The key itself, or where it is; `''` and null without one. @see GstSDPKey.data */
  readonly data: string | null;
}

/** A line `a=`. @see GstSDPAttribute */
export interface SDPAttribute {
  /** What it is called, for example `control`. @see GstSDPAttribute.key */
  readonly key: string;
  /** `''` where it has none, as in `a=recvonly`. @see GstSDPAttribute.value */
  readonly value: string;
}
