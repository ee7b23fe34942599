/**
 * Viewers in a process of their own: over TCP and UDP, of both streams of the mount at the URL given. Says `playing`; asked
 * to `report`, it tells what came: packets, gaps, and how often no packet came for more than 250 ms.
 */
import { type Reception, RtspClient } from '../clients/rtsp-client.js';

const longest = 250;

function watch(reception: Reception): () => { packets: number; gaps: number; pauses: number } {
  let last = 0;
  let pauses = 0;
  const gapsBefore = reception.gaps;
  const before = reception.rtpPackets;
  reception.on('packet', () => {
    const now = performance.now();
    if (last > 0 && now - last > longest) pauses++;
    last = now;
  });
  return () => ({ packets: reception.rtpPackets - before, gaps: reception.gaps - gapsBefore, pauses });
}

async function main(url: string): Promise<void> {
  const receptions: Reception[] = [];
  for (const over of ['tcp', 'udp'] as const) {
    const client = await RtspClient.connect(url);
    const { media } = await client.describe();
    let session: string | undefined;
    for (const [i, { control }] of media.entries()) {
      if (over === 'tcp') {
        const made = await client.setupTcp(control, [2 * i, 2 * i + 1], session);
        session = made.session;
        receptions.push(made.rtp);
      } else {
        const made = await client.setupUdp(control, session);
        session = made.session;
        receptions.push(made.rtp.reception);
      }
    }
    await client.play(session ?? '');
  }
  await Promise.all(receptions.map((reception) => reception.reach(10)));
  const reports = receptions.map(watch);
  process.once('message', () => process.send?.(reports.map((report) => report())));
  process.send?.('playing');
}

void main(process.argv[2] ?? '');
