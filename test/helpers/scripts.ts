import assert from 'node:assert/strict';
import { closeSync } from 'node:fs';

import { feed, makeFifo, sip, soundOf } from './fifo.js';
import type { Exit } from './process.js';

/**
 * What every process here begins with. It is plain JavaScript on the built library, since it is started hundreds of
 * times: `serveTone()` serves on a free port, `play()` streams it over TCP and gives the last status that it got.
 */
export const prelude = `
  const { once } = require('node:events');
  const { writeSync } = require('node:fs');
  const { connect } = require('node:net');
  const { serve } = require('./dist/index.js');

  const serveTone = () => serve({ port: 0, mounts: {
    '/tone': '( audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! rtpL16pay name=pay0 pt=96 )',
  } });

  class Player {
    bytes = 0;
    constructor(url) {
      this.url = url;
      this.socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), noDelay: true });
      this.socket.on('error', () => {});
      this.socket.on('data', (data) => { this.bytes += data.length; });
    }
    async ask(method, uri, headers) {
      this.socket.write(method + ' ' + uri + ' RTSP/1.0\\r\\nCSeq: 1\\r\\n' + headers + '\\r\\n');
      for (let text = ''; ;) {
        const [data] = await once(this.socket, 'data');
        text += data.toString('latin1');
        const head = /RTSP\\/1\\.0 (\\d+)[^]*?\\r\\n\\r\\n/.exec(text);
        if (head) return { status: Number(head[1]), session: /Session: ([^;\\r]+)/.exec(head[0])?.[1] };
      }
    }
    async play() {
      const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\\r\\n';
      const { status, session } = await this.ask('SETUP', this.url + '/stream=0', transport);
      if (status !== 200) return status;
      return (await this.ask('PLAY', this.url, 'Session: ' + session + '\\r\\n')).status;
    }
    async receive(more, from = this.bytes) {
      for (const enough = from + more; this.bytes < enough;) await once(this.socket, 'data');
    }
  }
  const play = (url) => new Player(url).play();

  // Unbuffered, so that it is out before whatever comes next.
  const say = (text) => writeSync(1, text + '\\n');

  // Each of these asks or tells in the course of one play().
  const listen = (server, event, handler) => {
    if (event === 'client-connected') return server.on(event, handler);
    if (event.startsWith('media-')) return server.mountPoints.match('/tone').factory.on(event, handler);
    return server.on('client-connected', (client) => client.on(event, handler));
  };
`;

/**
 * Pipelines that stop three seconds late, and one after the other, since their clients share a thread: a prelude with
 * `playLate()`, which serves and plays all of them. They stop at once when this has been disposed of.
 */
export function lateStops(): { prelude: string } & Disposable {
  const fifos = Array.from({ length: 5 }, makeFifo);
  const descriptors = fifos.map(feed);
  const mounts = Object.fromEntries(fifos.map((fifo, i) => [`/${i}`, soundOf(fifo)]));
  return {
    prelude: `${prelude}
      const { RTSPThreadPool } = require('./dist/index.js');
      const playLate = async () => {
        const mounts = ${JSON.stringify(mounts)};
        const server = await serve({ port: 0, mounts });
        const pool = new RTSPThreadPool();
        pool.maxThreads = 1;
        server.threadPool = pool;
        for (const path of Object.keys(mounts)) {
          const player = new Player(server.url(path));
          if (await player.play() !== 200) throw new Error(path + ' is not served');
          // What there is may have come with the response.
          await player.receive(${sip}, 0);
        }
      };
    `,
    [Symbol.dispose]: () => descriptors.splice(0).forEach(closeSync),
  };
}

/** Of the ten seconds that such a server would take, in ms. */
export const farBelow = 8000;

/** Fails unless the process ended by itself with this code. */
export function endsWith(exit: Exit, code: number, script: string): void {
  assert.deepEqual(
    { code: exit.code, signal: exit.signal, timedOut: exit.timedOut },
    { code, signal: null, timedOut: false },
    `${script}\n${exit.stdout}\n${exit.stderr}`,
  );
}
