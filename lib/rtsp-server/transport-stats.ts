import { Structure } from '../gst/structure.js';
import type { RTSPStreamTransport } from './stream-transport.js';

/** What a viewer has last told about what it receives of a stream, in a report of RTCP. */
export interface RTSPReceiverStats {
  /** The viewer's own number in the RTP session. */
  ssrc: number;
  /** How much was lost since its report before, 0 to 1. */
  fractionLost: number;
  /** How many packets it misses altogether; below zero when some came twice. */
  packetsLost: number;
  /** The last sequence number that it has seen, extended by how often the numbers have wrapped around. */
  highestSequence: number;
  /** How much the times between packets differ, in milliseconds. */
  jitterMs: number;
  /** From here to there and back, in milliseconds; 0 before a viewer has answered a report of the server's. */
  roundTripMs: number;
}

/** What has been sent of a stream, or received of who records one. */
export interface RTSPSenderStats {
  /** The sender's number in the RTP session. */
  ssrc: number;
  /** Packets of RTP. */
  packets: bigint;
  /** Their bytes without headers. */
  octets: bigint;
  /** Bits a second, lately. */
  bitrate: bigint;
}

/** What of a client that records has arrived here. */
export interface RTSPReceptionStats extends RTSPSenderStats {
  /** How many packets are missing; below zero when some came twice. */
  packetsLost: number;
  /** How much the times between packets differ, in milliseconds. */
  jitterMs: number;
}

/** What the RTP session of a stream knows of one client. */
export interface RTSPTransportStats {
  /** What the server sends of the stream, to all who watch it; null before that, and of a stream that is recorded. */
  sent: RTSPSenderStats | null;
  /** What this client has told; null before it has told anything, and over multicast. */
  receiver: RTSPReceiverStats | null;
  /** What this client sends, of a stream that is recorded; else null. */
  received: RTSPReceptionStats | null;
}

type Source = (name: string) => unknown;

const senderOf = (source: Source): RTSPSenderStats => ({
  ssrc: source('ssrc') as number,
  packets: source(source('internal') ? 'packets-sent' : 'packets-received') as bigint,
  octets: source(source('internal') ? 'octets-sent' : 'octets-received') as bigint,
  bitrate: source('bitrate') as bigint,
});

const milliseconds = (ticks: unknown, rate: number) => (rate > 0 ? ((ticks as number) / rate) * 1000 : 0);

/** The sources of a stream's RTP session. */
function sourcesOf(transport: RTSPStreamTransport): Source[] {
  const stats = transport.stream.rtpsession?.getProperty('stats');
  const sources = stats instanceof Structure ? stats.get('source-stats') : null;
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((source) => (source instanceof Structure ? [(name: string) => source.get(name)] : []));
}

/** Whether reports, or packets, of a source come from where the transport leads to: as the library compares them. */
function isFrom(source: Source, transport: RTSPStreamTransport): boolean {
  const { destination, clientPort } = transport.transport;
  return ['rtcp-from', 'rtp-from'].some((name) => {
    const from = source(name);
    if (typeof from !== 'string' || destination === null || clientPort === null) return false;
    const colon = from.lastIndexOf(':');
    const [host, port] = [from.slice(0, colon).replace(/^\[|\]$/g, ''), Number(from.slice(colon + 1))];
    return host === destination && (port === clientPort.min || port === clientPort.max);
  });
}

/** See `RTSPStreamTransport.getStats()`. */
export function statsOf(transport: RTSPStreamTransport): RTSPTransportStats {
  const sources = sourcesOf(transport);
  const own = sources.find((source) => source('internal') === true && source('is-sender') === true);
  const peer = sources.find((source) => source('internal') !== true && isFrom(source, transport));
  const ownRate = (own?.('clock-rate') ?? 0) as number;
  return {
    sent: own === undefined ? null : senderOf(own),
    receiver:
      peer?.('have-rb') !== true
        ? null
        : {
            ssrc: peer('ssrc') as number,
            fractionLost: (peer('rb-fractionlost') as number) / 256,
            packetsLost: peer('rb-packetslost') as number,
            highestSequence: peer('rb-exthighestseq') as number,
            jitterMs: milliseconds(peer('rb-jitter'), ownRate),
            roundTripMs: milliseconds(peer('rb-round-trip'), 65_536),
          },
    received:
      peer?.('is-sender') !== true
        ? null
        : {
            ...senderOf(peer),
            packetsLost: peer('packets-lost') as number,
            jitterMs: milliseconds(peer('jitter'), peer('clock-rate') as number),
          },
  };
}
