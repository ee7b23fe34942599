/** `a=` lines by name; a name may stand several times, a flag has the value ''. */
export type SdpAttributes = ReadonlyMap<string, readonly string[]>;

/** One `m=` line and what belongs to it. */
export interface SdpMedia {
  /** 'video', 'audio', 'application', … */
  readonly media: string;
  readonly port: number;
  /** 'RTP/AVP', 'RTP/SAVP', … */
  readonly protocol: string;
  readonly payloadTypes: readonly number[];
  /** `a=control`, as it stands there; '' without one. */
  readonly control: string;
  /** Of RTP's timestamps, in Hz; NaN where `a=rtpmap` does not say. */
  readonly clockRate: number;
  readonly attributes: SdpAttributes;
}

export interface Sdp {
  readonly attributes: SdpAttributes;
  readonly media: readonly SdpMedia[];
}

/** What a client announces that is to record audio; `lines` end its one medium. */
export function recordingOffer(lines: readonly string[] = ['a=control:stream=0'], profile = 'RTP/AVP'): string {
  const session = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0'];
  return [...session, `m=audio 0 ${profile} 96`, 'a=rtpmap:96 L16/8000/1', ...lines, ''].join('\r\n');
}

/** Parses a session description as far as tests look at it: media, and attributes on both levels. */
export function parseSdp(text: string): Sdp {
  const [session = '', ...media] = text.split(/^(?=m=)/m);
  return { attributes: parseAttributes(session), media: media.map(parseMedia) };
}

function parseMedia(section: string): SdpMedia {
  const line = /^m=(\S+) (\d+)(?:\/\d+)? (\S+) ([\d ]+)/.exec(section);
  if (line === null) throw new Error(`SDP media line not understood: ${section}`);
  const [, media = '', port = '', protocol = '', payloadTypes = ''] = line;
  const attributes = parseAttributes(section);
  return {
    media,
    port: Number(port),
    protocol,
    payloadTypes: payloadTypes.trim().split(/ +/).map(Number),
    control: attributes.get('control')?.[0] ?? '',
    clockRate: Number(/\/(\d+)/.exec(attributes.get('rtpmap')?.[0] ?? '')?.[1]),
    attributes,
  };
}

function parseAttributes(section: string): SdpAttributes {
  const attributes = new Map<string, string[]>();
  for (const [, name = '', value = ''] of section.matchAll(/^a=([^:\r\n]+):?(.*?)\r?$/gm)) {
    attributes.set(name, [...(attributes.get(name) ?? []), value]);
  }
  return attributes;
}
