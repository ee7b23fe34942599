import { type Reception, RtspClient } from '../clients/rtsp-client.js';
import type { SdpMedia } from './sdp.js';

/** How RTP comes: interleaved in the connection, or to ports of the client. */
export type Over = 'tcp' | 'udp';

/** A session, set up and not yet played. */
export interface Viewing {
  client: RtspClient;
  session: string;
  /** What arrives of each stream's RTP. */
  streams: Reception[];
  /** What arrives of each stream's RTCP. */
  rtcp: Reception[];
  /** What the server has said of each stream. */
  media: readonly SdpMedia[];
}

/** Sets up all streams of a mount. */
export async function setUp(url: string, over: Over = 'tcp'): Promise<Viewing> {
  const client = await RtspClient.connect(url);
  try {
    const { media } = await client.describe();
    let session: string | undefined;
    const streams: Reception[] = [];
    const rtcp: Reception[] = [];
    for (const [i, { control }] of media.entries()) {
      if (over === 'tcp') {
        const setup = await client.setupTcp(control, [2 * i, 2 * i + 1], session);
        session = setup.session;
        streams.push(setup.rtp);
        rtcp.push(setup.rtcp);
      } else {
        const setup = await client.setupUdp(control, session);
        session = setup.session;
        streams.push(setup.rtp.reception);
        rtcp.push(setup.rtcp.reception);
      }
    }
    return { client, session: session ?? '', streams, rtcp, media };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** Plays all streams of a mount, and resolves when there is something of each. */
export async function stream(url: string, over: Over): Promise<RtspClient> {
  const { client, session, streams } = await setUp(url, over);
  try {
    await client.play(session);
    await Promise.all(streams.map((reception) => reception.reach(2)));
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** Fails unless the next viewer is served. */
export async function isServed(url: string): Promise<void> {
  const client = await stream(url, 'tcp');
  client.destroy();
}
