import { amount, compete, type Contestant, type Sample } from './harness.js';
import { camera, handlersOfAnApplication, type Serving, share, underLoad } from './servers.js';

/** What a packet costs that a shared mount delivers. */
const seconds = amount(1.5, 0.5);

function job(serving: Serving, clients: number, udp: number): () => Promise<Sample> {
  return async () => {
    const { measured } = await underLoad(serving, 'stay', { clients, udp, seconds, at: 8 });
    const { packets, cpu, switches, switchesForced, lost } = measured;
    return {
      'CPU µs/packet': (cpu * 1e6) / packets,
      'switches/1,000 packets': ((switches + switchesForced) * 1000) / packets,
      'packets/s': packets / measured.seconds,
      'gaps/1,000 packets': (lost * 1000) / packets,
      'load, busy': share(measured),
    };
  };
}

async function main(): Promise<void> {
  for (const over of ['TCP', 'UDP']) {
    for (const clients of quickly([50, 200])) {
      const contestant = (serving: Omit<Serving, 'launch'>): (() => Promise<Sample>) =>
        job({ ...serving, launch: camera }, clients, over === 'UDP' ? 1 : 0);
      const of = 'CPU µs/packet';
      const handlers = handlersOfAnApplication;
      const contestants: Contestant[] = [
        { name: 'C', run: contestant({ kind: 'C' }) },
        { name: 'Node', against: 'C', goals: [{ of, most: 1.03 }], run: contestant({ kind: 'Node' }) },
        {
          name: 'Node, handlers',
          against: 'C',
          goals: [{ of, most: 1.05 }],
          run: contestant({ kind: 'Node', handlers }),
        },
        { name: 'Python, handlers', against: 'C', run: contestant({ kind: 'Python', handlers }) },
      ];
      // It has no TCP.
      if (over === 'UDP') {
        const kind = 'rtsp-streaming-server';
        contestants.push({ name: kind, against: 'C', run: contestant({ kind }) });
      }
      const title = `Server's CPU per RTP packet over ${over}, ${clients} clients on a shared mount`;
      await compete(`packets-${over.toLowerCase()}-${clients}`, title, contestants, 4);
    }
  }
}

function quickly(clients: number[]): number[] {
  return amount(1, 0) === 1 ? clients : [5];
}

void main();
