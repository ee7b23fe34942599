import { type Reception, RtspClient } from '../clients/rtsp-client.js';

/** A session over TCP, set up and not yet played. */
export interface Viewing {
  client: RtspClient;
  session: string;
  /** What arrives of each stream's RTP. */
  streams: Reception[];
}

/** Sets up all streams of a mount, over TCP. */
export async function setUp(url: string): Promise<Viewing> {
  const client = await RtspClient.connect(url);
  const sdp = await client.describe();
  let session: string | undefined;
  const streams: Reception[] = [];
  for (const [index, { control }] of sdp.media.entries()) {
    const setup = await client.setupTcp(control, [2 * index, 2 * index + 1], session);
    session = setup.session;
    streams.push(setup.rtp);
  }
  return { client, session: session ?? '', streams };
}

/** Fails unless the next viewer is served. */
export async function isServed(url: string): Promise<void> {
  const { client, session, streams } = await setUp(url);
  try {
    await client.play(session);
    await Promise.all(streams.map((reception) => reception.reach(2)));
  } finally {
    client.destroy();
  }
}

/** Plays all streams of a mount, and resolves when there is something of each. */
export async function stream(url: string, transport: 'tcp' | 'udp'): Promise<RtspClient> {
  const client = await RtspClient.connect(url);
  try {
    const sdp = await client.describe();
    let session: string | undefined;
    const arrived: Promise<void>[] = [];
    for (const [index, { control }] of sdp.media.entries()) {
      const setup =
        transport === 'udp'
          ? await client.setupUdp(control, session)
          : await client.setupTcp(control, [2 * index, 2 * index + 1], session);
      session = setup.session;
      const reception = 'socket' in setup.rtp ? setup.rtp.reception : setup.rtp;
      arrived.push(reception.reach(2));
    }
    await client.play(session ?? '');
    await Promise.all(arrived);
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}
