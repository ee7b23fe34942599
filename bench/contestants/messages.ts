import { writeSync } from 'node:fs';

import {
  RTSPClient,
  type RTSPHeaders,
  RTSPMessage,
  RTSPMountPoints,
  RTSPResult,
  RTSPSessionPool,
  RTSPStatusCode,
  RTSPThreadPool,
} from '../../lib/index.js';

/**
 * A client without a socket is asked for its OPTIONS, and the send function reads the answer's status and its three
 * headers: what bench/contestants/messages.c and messages.py do. 64 requests are on their way at a time.
 *
 * Usage: messages.js SECONDS
 */
const seconds = Number(process.argv[2]);
let answers = 0;
let length = 0;
let sequence = 0;

const lengthOf = (headers: RTSPHeaders, name: string) => headers.get(name)?.length ?? NaN;

async function main(): Promise<void> {
  const client = new RTSPClient();
  client.mountPoints = new RTSPMountPoints();
  client.sessionPool = new RTSPSessionPool();
  client.threadPool = new RTSPThreadPool();
  await client.setSendFunc((_, { status, headers }) => {
    if (status !== RTSPStatusCode.OK) throw new Error(`status ${String(status)}`);
    for (const name of ['CSeq', 'Public', 'Server']) length += lengthOf(headers, name);
    answers++;
    return true;
  });
  const run = async (duration: number) => {
    const end = performance.now() + duration * 1000;
    const askAgain = async () => {
      while (performance.now() < end) {
        const request = RTSPMessage.request('OPTIONS', 'rtsp://127.0.0.1/test', { CSeq: String(++sequence) });
        if ((await client.handleMessage(request)) !== RTSPResult.OK) throw new Error('not handled');
      }
    };
    await Promise.all(Array.from({ length: 64 }, askAgain));
  };
  await run(0.2);
  const before = { answers, cpu: process.cpuUsage(), time: performance.now() };
  await run(seconds);
  const { user, system } = process.cpuUsage(before.cpu);
  const result = {
    answers: answers - before.answers,
    seconds: (performance.now() - before.time) / 1000,
    cpu: (user + system) / 1e6,
    length: length / answers,
  };
  writeSync(1, `${JSON.stringify(result)}\n`);
  process.exit();
}

void main();
