/**
 * Plays a file again and again to whoever watches: when it ends it begins anew, and the client notices nothing of it.
 *
 *   npx tsx examples/replay-server.mts [--port 8554] [--num-loops -1] film.mp4
 */
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import {
  Format,
  mount,
  RTSPClient,
  type RTSPContext,
  RTSPMediaFactoryURI,
  type RTSPPlayMode,
  RTSPServer,
  SeekFlags,
} from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, 'num-loops': { type: 'string', default: '-1' } },
  allowPositionals: true,
});
const what = positionals.at(0);
const loops = Number(values['num-loops']);
if (what === undefined) throw new Error('give a file or a URI');
if (!Number.isInteger(loops) || loops < -1 || loops === 0) throw new Error('--num-loops is -1, for no end, or above 0');

/** With SEGMENT the end is told by `segment-done`; without, by the end of the stream. */
const flagsOfRound = (round: number) => SeekFlags.ACCURATE | (round === loops ? 0 : SeekFlags.SEGMENT);

/** Plays from the beginning, wherever it is asked to begin. */
class LoopClient extends RTSPClient {
  override adjustPlayMode(_context: RTSPContext, mode: RTSPPlayMode): void {
    mode.range = 'npt=0-';
    mode.flags = SeekFlags.FLUSH | flagsOfRound(1);
    mode.rate = 1;
  }
}
class LoopServer extends RTSPServer {
  override createClient() {
    return new LoopClient();
  }
}

const factory = new RTSPMediaFactoryURI();
factory.uri = URL.canParse(what) ? what : pathToFileURL(path.resolve(what)).href;
factory.on('media-configure', (media) => {
  let round = 1;
  media.on('handle-message::segment-done', () => {
    round++;
    console.log(`round ${round}`);
    // Without FLUSH: what follows, follows in time.
    void media.element.seek(1, Format.TIME, flagsOfRound(round), 0n);
  });
});

await using server = new LoopServer();
server.service = values.port;
await mount(server, '/test', factory);

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
