import { run, type Exit } from '../helpers/process.js';

/** How media is to travel. */
export type PlayerTransport = 'tcp' | 'udp';

export interface PlayerOptions {
  /** Default: 'tcp'. */
  readonly transport?: PlayerTransport;
  /** Milliseconds after which the player is killed; default 25,000. */
  readonly deadline?: number;
}

/** How a player ended. */
export interface Played extends Exit {
  /** The first RTSP error status that the player reported; null without one. */
  readonly status: number | null;
}

/** A stream, as ffprobe found it. */
export interface ProbedStream {
  /** 'video', 'audio', … */
  readonly type: string;
  /** 'h264', 'aac', 'pcm_alaw', … */
  readonly codec: string;
  readonly width?: number;
  readonly height?: number;
  /** Frames a second; video only. */
  readonly frameRate?: number;
  readonly sampleRate?: number;
  readonly channels?: number;
}

export interface Probed extends Played {
  readonly streams: readonly ProbedStream[];
}

export interface Decoded extends Played {
  /** How many frames were decoded. */
  readonly frames: number;
  /** How many different pictures were among them: one if the picture stood still. */
  readonly distinctFrames: number;
}

/** Asks ffprobe what a URL offers. */
export async function probe(url: string, options: PlayerOptions = {}): Promise<Probed> {
  const args = ['-v', 'error', '-rtsp_transport', options.transport ?? 'tcp', '-show_streams', '-of', 'json', url];
  const played = await play('ffprobe', args, options);
  return { ...played, streams: played.code === 0 ? parseStreams(played.stdout) : [] };
}

/** Decodes the first `frames` frames of a stream by ffmpeg; `stream` is its name for one, 'v:0' by default. */
export async function decodeFrames(
  url: string,
  frames: number,
  options: PlayerOptions & { readonly stream?: string } = {},
): Promise<Decoded> {
  const stream = options.stream ?? 'v:0';
  const input = ['-v', 'error', '-nostdin', '-rtsp_transport', options.transport ?? 'tcp', '-i', url];
  // "passthrough": by default ffmpeg repeats and drops pictures to keep a constant rate, and would count its own.
  const output = ['-map', `0:${stream}`, `-frames:${stream.charAt(0)}`, String(frames), '-fps_mode', 'passthrough'];
  const played = await play('ffmpeg', [...input, ...output, '-flush_packets', '1', '-f', 'framemd5', '-'], options);
  const hashes = [...played.stdout.matchAll(/^\d+,.*, *([0-9a-f]{32})$/gm)].map(([, hash]) => hash);
  return { ...played, frames: hashes.length, distinctFrames: new Set(hashes).size };
}

/** Decodes the first `frames` buffers of a stream by rtspsrc and decodebin; `media` is 'video' by default. */
export async function rtspsrcFrames(
  url: string,
  frames: number,
  options: PlayerOptions & { readonly media?: RtspsrcMedia } = {},
): Promise<Played & { readonly frames: number }> {
  const media = options.media ?? 'video';
  const source = [
    'rtspsrc',
    'name=source',
    `location=${url}`,
    `protocols=${options.transport ?? 'tcp'}`,
    'latency=200',
  ];
  const decoded = [...branch(media), 'decodebin'];
  // identity keeps the buffer that it ends the stream at.
  const counted = ['!', 'identity', `eos-after=${frames + 1}`, '!', 'fakesink', 'name=counted', 'silent=false'];
  // rtspsrc fails when the first packet of all belongs to a stream that nothing is linked to. A valve takes
  // packets, and is no sink whose end the pipeline would wait for.
  const others = rtspsrcMedia
    .filter((other) => other !== media)
    .flatMap((other) => [...branch(other), 'valve', 'drop=true']);
  const played = await play('gst-launch-1.0', ['-v', ...source, ...decoded, ...counted, ...others], options);
  return { ...played, frames: [...played.stdout.matchAll(/counted: last-message = chain /g)].length };
}

const rtspsrcMedia = ['video', 'audio', 'application'] as const;
export type RtspsrcMedia = (typeof rtspsrcMedia)[number];

/**
 * rtspsrc adds its pads from several threads, and gst-launch tries each of them with every branch. The funnel has a
 * sink pad for each attempt, so that an attempt that fails never takes the place of the one that fits.
 */
function branch(media: RtspsrcMedia): string[] {
  return ['source.', '!', `application/x-rtp,media=${media}`, '!', 'funnel', '!'];
}

// What checks the process that the tests run in must not be inherited: a player's own leaks and criticals are
// not what is tested, and the texts parsed here are the untranslated ones.
const environment = {
  LC_ALL: 'C',
  LANGUAGE: undefined,
  G_DEBUG: undefined,
  G_SLICE: undefined,
  GST_DEBUG: undefined,
  GST_TRACERS: undefined,
  LD_PRELOAD: undefined,
  ASAN_OPTIONS: undefined,
  LSAN_OPTIONS: undefined,
};

async function play(command: string, args: readonly string[], options: PlayerOptions): Promise<Played> {
  const exit = await run(command, args, { env: environment, deadline: options.deadline });
  return { ...exit, status: statusIn(exit.stderr) };
}

/**
 * ffmpeg says "method DESCRIBE failed: 404 Not Found"; rtspsrc "Not Found (404)", after a SETUP "Error (404): Not
 * Found", each in a line of its own, and nothing after a SETUP that was answered 461.
 */
function statusIn(stderr: string): number | null {
  const match = /(?:method [A-Z_]+ failed: |^Error \(| \()(\d{3})(?: |\): |\)$)/m.exec(stderr);
  return match === null ? null : Number(match[1]);
}

interface FfprobeStream {
  readonly codec_type: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate: string;
  readonly sample_rate?: string;
  readonly channels?: number;
}

function parseStreams(json: string): ProbedStream[] {
  const { streams } = JSON.parse(json) as { readonly streams: readonly FfprobeStream[] };
  return streams.map((stream) => ({
    type: stream.codec_type,
    codec: stream.codec_name ?? 'unknown',
    ...(stream.codec_type === 'video'
      ? { width: stream.width, height: stream.height, frameRate: quotient(stream.avg_frame_rate) }
      : { sampleRate: Number(stream.sample_rate), channels: stream.channels }),
  }));
}

function quotient(fraction: string): number {
  const [numerator = NaN, denominator = NaN] = fraction.split('/').map(Number);
  return numerator / denominator;
}
