import { spawnSync } from 'node:child_process';

import { run, startProcess, type Exit } from '../helpers/process.js';

const playerDeadline = 25_000;

/** How media is to travel; 'http' is RTSP in a tunnel of two HTTP requests. */
export type PlayerTransport = 'tcp' | 'udp' | 'udp_multicast' | 'http';

/** The same in rtspsrc's words: a tunnel is in the scheme of the URL, and its media is TCP's. */
const rtspsrcProtocols = { tcp: 'tcp', udp: 'udp', udp_multicast: 'udp-mcast', http: 'tcp+http' } as const;

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

let trusting: readonly string[] | undefined;

/** What newer ones must be told, and older ones do not know: that anybody may have signed a certificate. */
function trustingAnybody(): readonly string[] {
  if (!trusting) {
    const { stdout } = spawnSync('ffmpeg', ['-hide_banner', '-h', 'protocol=tls'], { encoding: 'utf8' });
    trusting = /-tls_verify .*default true/.test(stdout) ? ['-tls_verify', '0'] : [];
  }
  return trusting;
}

/** What ffmpeg and ffprobe read. */
function input(url: string, { transport = 'tcp' }: PlayerOptions): string[] {
  return ['-rtsp_transport', transport, ...(url.startsWith('rtsps:') ? trustingAnybody() : []), '-i', url];
}

/** Asks ffprobe what a URL offers. */
export async function probe(url: string, options: PlayerOptions = {}): Promise<Probed> {
  const args = ['-v', 'error', ...input(url, options), '-show_streams', '-of', 'json'];
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
  // "passthrough": by default ffmpeg repeats and drops pictures to keep a constant rate, and would count its own.
  const output = ['-map', `0:${stream}`, `-frames:${stream.charAt(0)}`, String(frames), '-fps_mode', 'passthrough'];
  const played = await play(
    'ffmpeg',
    ['-v', 'error', '-nostdin', ...input(url, options), ...output, '-flush_packets', '1', '-f', 'framemd5', '-'],
    options,
  );
  const hashes = [...played.stdout.matchAll(/^\d+,.*, *([0-9a-f]{32})$/gm)].map(([, hash]) => hash);
  return { ...played, frames: hashes.length, distinctFrames: new Set(hashes).size };
}

/** The mean volume of the first second of sound, in dB, as ffmpeg decodes it: 0 is the loudest, silence about -91. */
export async function meanVolume(url: string, options: PlayerOptions = {}): Promise<number> {
  const second = [...input(url, options), '-map', '0:a:0', '-t', '1'];
  const { stderr } = await play('ffmpeg', ['-nostdin', ...second, '-af', 'volumedetect', '-f', 'null', '-'], options);
  const found = /mean_volume: (-?[\d.]+) dB/.exec(stderr);
  if (found === null) throw new Error(`ffmpeg has decoded no sound\n${stderr}`);
  return Number(found[1]);
}

/**
 * Decodes a URL of up to two streams by rtspsrc and decodebin, and stops as Ctrl-C does when `frames` buffers of the
 * wanted kind have been decoded; 'video' by default.
 */
export async function rtspsrcFrames(
  url: string,
  frames: number,
  options: PlayerOptions & {
    readonly media?: 'video' | 'audio';
    /** Further properties of rtspsrc; they come last. */
    readonly source?: readonly string[];
  } = {},
): Promise<Played & { readonly frames: number }> {
  const transport = options.transport ?? 'tcp';
  const source = [
    'rtspsrc',
    'name=source',
    `location=${transport === 'http' ? url.replace(/^rtsp:/, 'rtsph:') : url}`,
    `protocols=${rtspsrcProtocols[transport]}`,
    'latency=200',
    ...(options.source ?? []),
  ];
  // Each stream needs a branch, since rtspsrc fails when the first packet of all belongs to an unlinked one. The
  // branches do not ask for a kind: rtspsrc adds pads from several threads, and the attempt to link one to a branch
  // that asks for the other kind now and then keeps the right one out.
  const branches = ['0', '1'].flatMap((number) => ['source.', '!', ...countingBranch(number)]);
  const player = startProcess('gst-launch-1.0', ['-v', ...source, ...branches], { env: environment });
  const media = options.media ?? 'video';
  const mediaOfBranch = new Map<string, string>();
  let decoded = 0;
  player.on('line', (line) => {
    const [, branch = '', news = ''] = /(?:decoder|sink)([01])\b(.*)/.exec(line) ?? [];
    const [kind] = /video|audio/.exec(news) ?? [];
    if (kind !== undefined && !mediaOfBranch.has(branch)) mediaOfBranch.set(branch, kind);
    if (mediaOfBranch.get(branch) !== media || !news.startsWith(': last-message = chain ') || decoded === frames)
      return;
    decoded += 1;
    if (decoded === frames) player.kill('SIGINT');
  });
  const exit = await player.endWithin(options.deadline ?? playerDeadline);
  return { ...exit, status: statusIn(exit.stderr), frames: decoded };
}

/** Publishes two seconds of a picture by ffmpeg, which announces and records. */
export function publish(url: string, options: PlayerOptions = {}): Promise<Played> {
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=10:duration=2'];
  const output = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-rtsp_transport',
    options.transport ?? 'tcp',
    '-f',
    'rtsp',
  ];
  return play('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...output, url], options);
}

/** The same by rtspclientsink. */
export function publishBySink(url: string, options: PlayerOptions = {}): Promise<Played> {
  const picture = 'videotestsrc is-live=true num-buffers=20 ! video/x-raw,width=64,height=64,framerate=10/1';
  const sink = `rtspclientsink location=${url} protocols=${rtspsrcProtocols[options.transport ?? 'tcp']}`;
  const line = `${picture} ! x264enc tune=zerolatency ! ${sink}`.split(' ');
  return play('gst-launch-1.0', line, options);
}

/**
 * A branch whose sink neither waits for a first buffer nor for a clock. Verbose as it is, gst-launch prints each
 * buffer, and the caps of everything on the way; no single line of those can be relied on, because notifications
 * from two threads at once are merged.
 */
function countingBranch(number: string): string[] {
  const sink = ['fakesink', `name=sink${number}`, 'silent=false', 'async=false', 'sync=false'];
  return ['decodebin', `name=decoder${number}`, '!', ...sink];
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
  const exit = await run(command, args, { env: environment, deadline: options.deadline ?? playerDeadline });
  return { ...exit, status: statusIn(exit.stderr) };
}

/**
 * ffmpeg says "method DESCRIBE failed: 404 Not Found", and its version 7.1 "404Not Found"; rtspsrc "Not Found (404)",
 * after a SETUP "Error (404): Not Found", each in a line of its own, and nothing after a SETUP that was answered 461;
 * rtspclientsink "Got error response: 404 (Not Found).".
 */
function statusIn(stderr: string): number | null {
  const match =
    /(?:method [A-Z_]+ failed|Got error response): (\d{3})/.exec(stderr) ??
    /(?:^Error \(| \()(\d{3})\)(?:: |$)/m.exec(stderr);
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
