import path from 'node:path';

import { run } from './process.js';
import { temporaryFolder } from './temporary.js';

/** What {@link testMovie} contains. */
export const testMovieFacts = {
  width: 320,
  height: 240,
  frameRate: 25,
  seconds: 4,
  sampleRate: 44_100,
} as const;

let movie: Promise<string> | undefined;

/** Resolves to the path of an MP4 with a moving picture (H.264) and a tone (AAC), made once in a test run. */
export function testMovie(): Promise<string> {
  movie ??= makeTestMovie();
  return movie;
}

async function makeTestMovie(): Promise<string> {
  const { width, height, frameRate, seconds, sampleRate } = testMovieFacts;
  const file = path.join(temporaryFolder(), 'test-movie.mp4');
  const picture = `testsrc2=size=${width}x${height}:rate=${frameRate}:duration=${seconds}`;
  const tone = `sine=frequency=440:sample_rate=${sampleRate}:duration=${seconds}`;
  // Without B-frames decoding order is display order, so players count what the file holds; with a key frame twice
  // a second, one that joins late or has lost a packet soon sees a picture.
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '12'];
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', tone];
  const args = ['-v', 'error', '-nostdin', '-y', ...inputs, ...h264, '-c:a', 'aac', '-movflags', '+faststart', file];
  const exit = await run('ffmpeg', args, { deadline: 60_000 });
  if (exit.code !== 0) throw new Error(`ffmpeg made no test movie (${exit.code ?? exit.signal})\n${exit.stderr}`);
  return file;
}

/** An MP4 with a picture, of whose frames most are such as no others need; and how many there are of each type. */
export async function movieWithBFrames(): Promise<{ file: string; types: Readonly<Record<'I' | 'P' | 'B', number>> }> {
  const file = path.join(temporaryFolder(), 'b-frames.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=4', '-pix_fmt', 'yuv420p'];
  const h264 = ['-c:v', 'libx264', '-preset', 'medium', '-x264-params', 'b-pyramid=0', '-bf', '2', '-g', '25'];
  const made = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...picture, ...h264, file], { deadline: 60_000 });
  if (made.code !== 0) throw new Error(`ffmpeg made no movie (${made.code ?? made.signal})\n${made.stderr}`);
  const show = ['-select_streams', 'v', '-show_entries', 'frame=pict_type', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...show, file]);
  const types = { I: 0, P: 0, B: 0 };
  for (const type of stdout.match(/[IPB]/g) ?? []) types[type as keyof typeof types] += 1;
  return { file, types };
}
