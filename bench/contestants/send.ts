import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type RTSPMessage,
  RTSPMethod,
  type RTSPStreamTransport,
  type SendOptions,
  type SendStatistics,
} from '../../lib/index.js';
import { DirectClient } from '../../test/clients/direct-client.js';

/**
 * A client without a socket plays a picture as fast as it comes, and a send function touches every byte of it: what
 * bench/contestants/send.c does in C.
 *
 * Usage: send.js FUNCTION DELIVERY LAUNCH SECONDS
 */
const [, , name = '', delivery = '', launch = '', seconds = ''] = process.argv;
const options: SendOptions = { delivery: delivery as 'queued' | 'strict' };

let packets = 0;
let bytes = 0;
let sum = 0;

/** Four sums: a loop of one waits for itself. */
function take(data: Buffer): void {
  const fours = data.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < fours; i += 4) {
    a += data[i];
    b += data[i + 1];
    c += data[i + 2];
    d += data[i + 3];
  }
  for (let i = fours; i < data.length; i++) a += data[i];
  sum = (sum + a + b + c + d) | 0;
  packets++;
  bytes += data.length;
}

const direct = new DirectClient(launch);
const { client } = direct;

function takeMessage(message: RTSPMessage): void {
  const { data } = message;
  if (data) take(data);
  else direct.take(message);
}

async function set(transport: RTSPStreamTransport): Promise<void> {
  if (name === 'RTSPSendFunc') {
    await transport.setCallbacks(
      (buffer) => take(buffer.data),
      () => {},
      options,
    );
  }
  if (name === 'RTSPSendListFunc') {
    await transport.setCallbacks(
      () => {},
      () => {},
      options,
    );
    await transport.setListCallbacks(
      (list) => {
        for (const buffer of list) take(buffer.data);
      },
      null,
      options,
    );
  }
}

let statistics: () => SendStatistics = () => client.sendStatistics;

async function main(): Promise<void> {
  if (name === 'RTSPClientSendMessagesFunc') {
    await client.setSendMessagesFunc((_, messages) => {
      for (const message of messages) takeMessage(message);
    }, options);
  } else if (name === 'RTSPClientSendFunc') {
    await client.setSendFunc((_, message) => takeMessage(message), options);
  } else {
    await client.setSendFunc((_, message) => takeMessage(message));
    client.on('setup-request', async (context) => {
      const transport = context.transport as RTSPStreamTransport;
      statistics = () => transport.sendStatistics;
      await set(transport);
    });
  }
  client.on('play-request', ({ media }) => {
    const stream = media?.getStream(0);
    if (stream) stream.rateControl = false;
  });
  await direct.request(RTSPMethod.DESCRIBE);
  await direct.setUp();
  await direct.play();
  await sleep(Number(seconds) * 1000);
  const begin = { packets, bytes, time: performance.now(), cpu: process.cpuUsage(), dropped: statistics().dropped };
  await sleep(Number(seconds) * 1000);
  const cpu = process.cpuUsage(begin.cpu);
  const result = {
    packets: packets - begin.packets,
    bytes: bytes - begin.bytes,
    seconds: (performance.now() - begin.time) / 1000,
    cpu: (cpu.user + cpu.system) / 1e6,
    dropped: statistics().dropped - begin.dropped,
  };
  writeSync(1, `${JSON.stringify(result)}\n`);
  // The pipeline runs on: there is nothing to be learnt from its end.
  process.exit();
}

void main();
