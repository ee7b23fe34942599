/** Who made a session: the line `o=`. @see GstSDPOrigin */
export interface SDPOrigin {
  /** `-` where there is none. */
  readonly username: string;
  /** A decimal number, as text. */
  readonly sessId: string;
  /** A decimal number, as text. */
  readonly sessVersion: string;
  /** `IN` for the Internet. */
  readonly nettype: string;
  /** `IP4` or `IP6`. */
  readonly addrtype: string;
  /** Where the session was made. */
  readonly addr: string;
}

/** Where media are sent to: a line `c=`. @see GstSDPConnection */
export interface SDPConnection {
  /** `IN` for the Internet. */
  readonly nettype: string;
  /** `IP4` or `IP6`. */
  readonly addrtype: string;
  /** An address or a name. */
  readonly address: string;
  /** 0 to 255. Of multicast over IPv4. */
  readonly ttl: number;
  /** How many addresses there are from this one on. Of multicast. */
  readonly addrNumber: number;
}

/** How much is needed: a line `b=`. @see GstSDPBandwidth */
export interface SDPBandwidth {
  /** `CT`, `AS`, `RS`, `RR`, `TIAS`, or one that begins with `X-`. */
  readonly bwtype: string;
  /** Kilobits per second, and bits per second for `RS`, `RR` and `TIAS`. */
  readonly bandwidth: number;
}

/** When a session takes place: a line `t=`, and its line `r=`. @see GstSDPTime */
export interface SDPTime {
  /** Seconds since 1900, as text; `0`: always. */
  readonly start: string;
  /** Seconds since 1900, as text; `0`: for ever. */
  readonly stop: string;
  /** The words of the line `r=`: the interval, the duration and the offsets; none without such a line. */
  readonly repeat: readonly string[];
}

/** When the time of day is changed: a part of the line `z=`. @see GstSDPZone */
export interface SDPZone {
  /** Seconds since 1900, as text. */
  readonly time: string;
  /** By how much, for example `-1h`. */
  readonly typedTime: string;
}

/** The line `k=`. @see GstSDPKey */
export interface SDPKey {
  /** For example `clear` or `prompt`. */
  readonly type: string;
  /** The key itself, or where it is; `''` and null without one. */
  readonly data: string | null;
}

/** A line `a=`. @see GstSDPAttribute */
export interface SDPAttribute {
  /** What it is called, for example `control`. */
  readonly key: string;
  /** `''` where it has none, as in `a=recvonly`. */
  readonly value: string;
}
