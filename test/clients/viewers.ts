/**
 * Viewers in a process of their own; see `watching.ts`, which starts it. They come over TCP and UDP, for all streams of the
 * mount at the URL given. Says `playing` when some of each has come; asked to `report`, it tells what came since then.
 */
import { isRtcp, type Reception } from './rtsp-client.js';
import { type Over, setUp, type Viewing } from './viewer.js';
import type { ViewerReport } from './watching.js';

/** What a pause is, in seconds. */
const longest = 0.25;
/** How often the server is told that somebody is there, in ms. Over UDP it does not see that. */
const alive = 20_000;

/** Watches a stream's packets and their times; tells of them, and for how long none has come. */
function watch(name: string, reception: Reception, clockRate: number): () => ViewerReport {
  const report: ViewerReport = {
    name,
    packets: 0,
    gaps: 0,
    forwards: 0,
    backwards: 0,
    pauses: 0,
    pause: 0,
    media: 0,
    wall: 0,
  };
  const gapsBefore = reception.gaps;
  let last: { time: number; wall: number } | undefined;
  reception.on('packet', (packet) => {
    if (isRtcp(packet)) return;
    const now = { time: packet.readUInt32BE(4), wall: performance.now() / 1000 };
    report.packets++;
    if (last) {
      const step = ((now.time - last.time) | 0) / clockRate;
      const pause = now.wall - last.wall;
      report.forwards = Math.max(report.forwards, step);
      report.backwards = Math.max(report.backwards, -step);
      report.pause = Math.max(report.pause, pause);
      if (pause > longest) report.pauses++;
      report.media += step;
      report.wall += pause;
    }
    last = now;
  });
  return () => {
    const sinceLast = last ? performance.now() / 1000 - last.wall : Infinity;
    return { ...report, gaps: reception.gaps - gapsBefore, pause: Math.max(report.pause, sinceLast) };
  };
}

async function play(url: string, over: Over): Promise<Viewing> {
  const viewing = await setUp(url, over);
  const { client, session } = viewing;
  await client.play(session);
  const keepAlive = setInterval(() => void client.request('GET_PARAMETER', { headers: { Session: session } }), alive);
  void client.closed.then(() => clearInterval(keepAlive));
  return viewing;
}

async function main(url: string): Promise<void> {
  const viewings: (Viewing & { over: Over })[] = [];
  for (const over of ['tcp', 'udp'] as const) viewings.push({ over, ...(await play(url, over)) });
  await Promise.all(viewings.flatMap(({ streams }) => streams.map((reception) => reception.reach(10))));
  const reports = viewings.flatMap(({ over, streams, media }) =>
    streams.map((reception, i) => watch(`${media[i].media} over ${over}`, reception, media[i].clockRate)),
  );
  process.once('message', () => process.send?.(reports.map((report) => report())));
  process.send?.('playing');
}

void main(process.argv[2] ?? '');
