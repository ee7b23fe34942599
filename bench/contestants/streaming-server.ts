import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

import RtspServer from 'rtsp-streaming-server';

/**
 * A server of one mount, /test, on the npm package rtsp-streaming-server. It serves over UDP what somebody else
 * publishes: here gst-launch-1.0, with the same elements as the other contestants have, in a process of its own.
 *
 * Usage: streaming-server.js LAUNCH
 */
const launch = process.argv[2] ?? '';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The UDP ports that somebody on this machine uses. */
function portsTaken(): Set<number> {
  const sockets = ['/proc/net/udp', '/proc/net/udp6'].map((file) => readFileSync(file, 'latin1')).join('');
  return new Set(
    Array.from(sockets.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) /gm), ([, port = '']) => parseInt(port, 16)),
  );
}

/** The server does not get over a port that is taken: what it is given is looked at in the moment when it asks. */
function giveFreePortsOnly({ Mounts: mounts }: RtspServer): void {
  mounts.getNextRtpPort = () => {
    const taken = portsTaken();
    const found = mounts.rtpPorts.findIndex((port) => !taken.has(port) && !taken.has(port + 1));
    return found === -1 ? undefined : mounts.rtpPorts.splice(found, 1)[0];
  };
}

/** The answer to a request of the publisher's. */
async function request(socket: Socket, method: string, url: string, headers: string[], body = ''): Promise<string> {
  const lines = [`${method} ${url} RTSP/1.0`, 'CSeq: 1', ...headers, `Content-Length: ${body.length}`, '', body];
  socket.write(lines.join('\r\n'));
  let answer = '';
  while (!answer.includes('\r\n\r\n')) answer += String(((await once(socket, 'data')) as [Buffer])[0]);
  if (!answer.startsWith('RTSP/1.0 200')) throw new Error(answer);
  return answer;
}

async function main(): Promise<void> {
  const [serverPort, clientPort] = [await freePort(), await freePort()];
  // The load's ports begin at 20,000, the system's at 32,768.
  const server = new RtspServer({ serverPort, clientPort, rtpPortStart: 10_000, rtpPortCount: 10_000 });
  giveFreePortsOnly(server);
  await server.start();
  const socket = connect(serverPort, '127.0.0.1');
  const url = `rtsp://127.0.0.1:${serverPort}/test`;
  // The load reads of it what stream there is, and its clock.
  const sdp = ['v=0', 's=test', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 RAW/90000', 'a=control:streamid=0', ''].join(
    '\r\n',
  );
  const announced = await request(socket, 'ANNOUNCE', url, ['Content-Type: application/sdp'], sdp);
  const session = `Session: ${/^Session: ([^;\r]+)/im.exec(announced)?.[1] ?? ''}`;
  const transport = 'Transport: RTP/AVP/UDP;unicast;mode=record';
  const setUp = await request(socket, 'SETUP', `${url}/streamid=0`, [session, transport]);
  const port = /server_port=(\d+)/.exec(setUp)?.[1] ?? '';
  await request(socket, 'RECORD', url, [session]);
  const pipeline = `${launch.replace(/^\(|\)$/g, '')} ! udpsink host=127.0.0.1 port=${port}`
    .split(/\s+/)
    .filter(Boolean);
  spawn('gst-launch-1.0', ['-q', ...pipeline], { stdio: 'ignore' }).once('exit', () => process.exit(1));
  writeSync(1, `listening ${clientPort}\n`);
}

void main();
