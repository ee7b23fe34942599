/**
 * Plays a stream by the clock of its server, see netclock.mts: all who do so show the same picture at the same time.
 *
 *   npx tsx examples/netclock-client.mts [--video-sink autovideosink] [--timeout 10] rtsp://127.0.0.1:8554/test 127.0.0.1 8554
 */
import { parseArgs } from 'node:util';

import { Element, ElementFactory, Format, NetClientClock, Pipeline, State } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { 'video-sink': { type: 'string', default: 'autovideosink' }, timeout: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const [uri, address, port] = positionals;
if (positionals.length !== 3) throw new Error('give a URL, and a clock’s address and port');

const clock = await NetClientClock.make('net_clock', address, Number(port));
const timeout = BigInt(values.timeout) * 1_000_000_000n; // in nanoseconds
if (!(await clock.waitForSync(timeout))) throw new Error(`no clock answers at ${address} ${port}`);
console.log('the clock is synchronised');

const player = await ElementFactory.make('playbin', null, {
  uri,
  'video-sink': await ElementFactory.make(values['video-sink']),
});
if (!(player instanceof Pipeline)) throw new Error('playbin is no pipeline');
player.on('source-setup', (source: unknown) => {
  if (!(source instanceof Element)) return;
  source.setProperty('latency', 40);
  source.setProperty('ntp-time-source', 'clock-time');
  source.setProperty('buffer-mode', 'synced');
  source.setProperty('ntp-sync', true);
});
player.useClock(clock);
// More than any of the receivers needs by itself, so that it is the same for all.
await player.setLatency(500_000_000n);
player.bus.on('message::error', ({ error, sourceName }) => {
  console.error(`${sourceName ?? 'somebody'}: ${error?.message ?? 'an error'}`);
  void stop(1);
});
player.bus.on('message::warning', ({ error, sourceName }) => {
  console.error(`${sourceName ?? 'somebody'} warns: ${error?.message ?? ''}`);
});
player.bus.on('message::eos', () => void stop(0));
await player.setState(State.PLAYING);

const progress = setInterval(() => void tell(), 1000);
async function tell(): Promise<void> {
  const position = await player.queryPosition(Format.TIME);
  if (position !== null) console.log(`at ${Number(position / 1_000_000n) / 1000} s`);
}
async function stop(code: number): Promise<void> {
  clearInterval(progress);
  process.exitCode = code;
  await player.setState(State.NULL);
}
process.once('SIGINT', () => void stop(0));
