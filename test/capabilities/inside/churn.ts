/**
 * Viewers of shared films that one can seek in, while ffmpeg joins and leaves: `churn.ts SECONDS`. Each PLAY of ffmpeg
 * has a Range. Some viewers watch a film from before it comes; others join it at another film, and stay; a third film is
 * watched by whoever comes, so that its pipeline stops, and goes where the next one's Range says. It lasts for so many
 * seconds from then on. Ends with 0 when nobody was moved, held up or turned away, and prints what it has seen.
 */
import { type RTSPServer, serve } from '../../../lib/index.js';
import { type ViewerReport, watched } from '../../clients/watching.js';
import { run, startProcess } from '../../helpers/process.js';
import { temporaryFolder } from '../../helpers/temporary.js';

/** What was seen. */
interface ChurnReport {
  seconds: number;
  /** Players that have come, and of these those that were killed while they played. */
  joined: number;
  killed: number;
  /** What players said that were not let in, or got nothing. */
  failures: string[];
  /** What has happened to the streams of those who stay, by their film. */
  viewers: Record<string, ViewerReport[]>;
  /** What the server has told of failures. */
  errors: string[];
}

const atOnce = 8;
/** How long a packet's content lasts, by its kind, in seconds; the packets of a picture have the same time. */
const frame = { video: 1 / 25, audio: 1024 / 44_100 };
/** Nobody waits longer for a packet, or is further behind in the end, in seconds. The library itself hung for ten. */
const longestPause = 2;

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

async function churn(url: string, end: () => number, report: ChurnReport): Promise<void> {
  while (performance.now() < end()) {
    const transport = Math.random() < 0.5 ? 'tcp' : 'udp';
    // Longer than from one key frame to the next.
    const seconds = (0.8 + Math.random() * 2).toFixed(1);
    const input = ['-v', 'error', '-nostdin', '-rtsp_transport', transport, '-i', url];
    const ffmpeg = startProcess('ffmpeg', [...input, '-t', seconds, '-f', 'null', '-', '-progress', 'pipe:1']);
    report.joined += 1;
    const isKilled = Math.random() < 0.3;
    const kill = isKilled ? setTimeout(() => ffmpeg.kill('SIGKILL'), 300 + Math.random() * 2000) : undefined;
    const { code, signal, timedOut, stdout, stderr } = await ffmpeg.endWithin(30_000);
    clearTimeout(kill);
    if (signal !== null && !timedOut) report.killed += 1;
    else if (timedOut || code !== 0 || !/^frame=[1-9]/m.test(stdout)) {
      const where = `${new URL(url).pathname} over ${transport}, ${seconds} s`;
      report.failures.push(`${where}: ${timedOut ? 'no end' : code} ${stderr}${stdout}`);
    }
  }
}

async function play(server: RTSPServer, seconds: number): Promise<ChurnReport> {
  const report: ChurnReport = { seconds, joined: 0, killed: 0, failures: [], viewers: {}, errors: [] };
  server.on('media-error', (path, { message }) => report.errors.push(`${path}: ${message}`));
  const { viewers } = report;
  viewers['/watched'] = await watched(server.url('/watched'), async () => {
    const paths = ['/watched', '/joined', '/watched', '/left'];
    let end = Infinity;
    const players = Array.from({ length: atOnce }, (_, i) =>
      churn(server.url(paths[i % paths.length]), () => end, report),
    );
    viewers['/joined'] = await watched(server.url('/joined'), async () => {
      end = performance.now() + seconds * 1000;
      await Promise.all(players);
    });
  });
  return report;
}

function runsOn({ name, packets, gaps, backwards, forwards, pause, media, wall }: ViewerReport): boolean {
  const next = frame[name.startsWith('video') ? 'video' : 'audio'];
  return (
    packets > 0 &&
    gaps === 0 &&
    backwards === 0 &&
    forwards < 1.5 * next &&
    pause < longestPause &&
    wall - media < longestPause
  );
}

function isClean({ viewers, failures, errors }: ChurnReport): boolean {
  const streams = Object.values(viewers).flat();
  return streams.length === 8 && streams.every(runsOn) && failures.length === 0 && errors.length === 0;
}

async function main(seconds: number): Promise<void> {
  const file = await film(seconds + 90);
  const mount = { file, shared: true };
  const server = await serve({ port: 0, mounts: { '/watched': mount, '/joined': mount, '/left': mount } });
  const report = await play(server, seconds);
  console.log(JSON.stringify(report, null, 1));
  await server.close();
  process.exit(isClean(report) ? 0 : 1);
}

void main(Number(process.argv[2] ?? 10));
