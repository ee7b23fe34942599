/**
 * Viewers of shared films that one can seek in, while ffmpeg joins and leaves: `churn.ts SECONDS`. Each PLAY of ffmpeg has
 * a Range. Two viewers watch one of the films all the while, over TCP and UDP; the other one is watched by whoever comes.
 * Ends with 0 when nobody was moved, held up or turned away, and prints what it has seen.
 */
import { type RTSPServer, serve } from '../../../lib/index.js';
import { type Reception, RtspClient } from '../../clients/rtsp-client.js';
import { run, startProcess } from '../../helpers/process.js';
import { temporaryFolder } from '../../helpers/temporary.js';

/** What was seen. */
export interface ChurnReport {
  seconds: number;
  /** Players that have come, and of these those that were killed while they played. */
  joined: number;
  killed: number;
  /** What players said that were not let in, or got nothing. */
  failures: string[];
  /** What has happened to the viewers' streams. */
  viewers: ViewerReport[];
  /** What the server has told of failures. */
  errors: string[];
}

interface ViewerReport {
  name: string;
  packets: number;
  gaps: number;
  /** The greatest step of the stream's time from one packet to the next, forwards and backwards, in seconds. */
  forwards: number;
  backwards: number;
  /** The longest time without a packet, in seconds. */
  pause: number;
  /** How long it has lasted by the stream's time, and by the clock, in seconds. */
  media: number;
  wall: number;
}

const atOnce = 8;

async function film(seconds: number): Promise<string> {
  const file = `${temporaryFolder()}/churn.mp4`;
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=160x120:rate=25:duration=${seconds}`];
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=44100:duration=${seconds}`];
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '12'];
  const args = ['-v', 'error', '-nostdin', '-y', ...picture, ...sound, ...h264, '-c:a', 'aac', file];
  const { code, stderr } = await run('ffmpeg', args, { deadline: 300_000 });
  if (code !== 0) throw new Error(stderr);
  return file;
}

/** Watches a stream's times. */
function watch(name: string, reception: Reception, clockRate: number): () => ViewerReport {
  const report: ViewerReport = { name, packets: 0, gaps: 0, forwards: 0, backwards: 0, pause: 0, media: 0, wall: 0 };
  let last: { time: number; wall: number } | undefined;
  reception.on('packet', (packet) => {
    const type = packet.readUInt8(1);
    if (type >= 192 && type <= 223) return;
    const now = { time: packet.readUInt32BE(4), wall: performance.now() / 1000 };
    if (last) {
      const step = ((now.time - last.time) | 0) / clockRate;
      report.forwards = Math.max(report.forwards, step);
      report.backwards = Math.max(report.backwards, -step);
      report.pause = Math.max(report.pause, now.wall - last.wall);
      report.media += step;
      report.wall += now.wall - last.wall;
    }
    last = now;
  });
  return () => {
    const sinceLast = last ? performance.now() / 1000 - last.wall : Infinity;
    const { rtpPackets: packets, gaps } = reception;
    return { ...report, packets, gaps, pause: Math.max(report.pause, sinceLast) };
  };
}

/** A viewer of all streams, who stays. */
async function view(url: string, over: 'tcp' | 'udp'): Promise<(() => ViewerReport)[]> {
  const client = await RtspClient.connect(url);
  const { media } = await client.describe();
  let session: string | undefined;
  const reports: (() => ViewerReport)[] = [];
  for (const [i, { control, attributes, media: kind }] of media.entries()) {
    const [, clockRate] = /\/(\d+)/.exec(attributes.get('rtpmap')?.[0] ?? '') ?? [];
    let reception: Reception;
    if (over === 'tcp') {
      const setup = await client.setupTcp(control, [2 * i, 2 * i + 1], session);
      [session, reception] = [setup.session, setup.rtp];
    } else {
      const setup = await client.setupUdp(control, session);
      [session, reception] = [setup.session, setup.rtp.reception];
    }
    reports.push(watch(`${kind} over ${over}`, reception, Number(clockRate)));
  }
  await client.play(session ?? '');
  // Over UDP nobody tells that it is still there.
  const alive = setInterval(
    () => void client.request('GET_PARAMETER', { headers: { Session: session ?? '' } }),
    10_000,
  );
  void client.closed.then(() => clearInterval(alive));
  return reports;
}

async function churn(url: () => string, end: number, report: ChurnReport): Promise<void> {
  while (performance.now() < end) {
    const transport = Math.random() < 0.5 ? 'tcp' : 'udp';
    // Longer than from one key frame to the next.
    const seconds = 0.8 + Math.random() * 2;
    const input = ['-v', 'error', '-nostdin', '-rtsp_transport', transport, '-i', url()];
    const ffmpeg = startProcess('ffmpeg', [
      ...input,
      '-t',
      seconds.toFixed(1),
      '-f',
      'null',
      '-',
      '-progress',
      'pipe:1',
    ]);
    report.joined += 1;
    const isKilled = Math.random() < 0.3;
    const kill = isKilled ? setTimeout(() => ffmpeg.kill('SIGKILL'), 300 + Math.random() * 2000) : undefined;
    const { code, signal, timedOut, stdout, stderr } = await ffmpeg.endWithin(30_000);
    clearTimeout(kill);
    if (signal !== null && !timedOut) report.killed += 1;
    else if (timedOut || code !== 0 || !/^frame=[1-9]/m.test(stdout)) {
      report.failures.push(`${transport}, ${seconds.toFixed(1)} s: ${timedOut ? 'no end' : code} ${stderr}`);
    }
  }
}

async function play(server: RTSPServer, seconds: number): Promise<ChurnReport> {
  const report: ChurnReport = { seconds, joined: 0, killed: 0, failures: [], viewers: [], errors: [] };
  server.on('media-error', (path, { message }) => report.errors.push(`${path}: ${message}`));
  const viewers = [...(await view(server.url('/watched'), 'tcp')), ...(await view(server.url('/watched'), 'udp'))];
  const end = performance.now() + seconds * 1000;
  // Two of three join those who stay.
  const players = Array.from({ length: atOnce }, (_, i) =>
    churn(() => server.url(i % 3 === 0 ? '/visited' : '/watched'), end, report),
  );
  await Promise.all(players);
  report.viewers = viewers.map((viewer) => viewer());
  return report;
}

function isClean({ viewers, failures, errors }: ChurnReport): boolean {
  const runsOn = (viewer: ViewerReport) =>
    viewer.gaps === 0 &&
    viewer.backwards === 0 &&
    viewer.forwards < 0.5 &&
    viewer.pause < 5 &&
    Math.abs(viewer.media - viewer.wall) < 5;
  return viewers.length === 4 && viewers.every(runsOn) && failures.length === 0 && errors.length === 0;
}

async function main(seconds: number): Promise<void> {
  const file = await film(seconds + 60);
  const server = await serve({
    port: 0,
    mounts: { '/watched': { file, shared: true }, '/visited': { file, shared: true } },
  });
  const report = await play(server, seconds);
  console.log(JSON.stringify(report, null, 1));
  await server.close();
  process.exit(isClean(report) ? 0 : 1);
}

void main(Number(process.argv[2] ?? 10));
