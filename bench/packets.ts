import { amount, compete, type Contestant, processes, type Sample } from './harness.js';
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
      /** All that have TCP, alike in the one setting that decides what a packet costs there. */
      const alike = (what: string, tcpNoDelay: boolean): Contestant[] => [
        { name: `C${what}`, run: contestant({ kind: 'C', tcpNoDelay }) },
        {
          name: `Node${what}`,
          against: `C${what}`,
          goals: [{ of, most: 1.03 }],
          run: contestant({ kind: 'Node', tcpNoDelay }),
        },
        {
          name: `Node, handlers${what}`,
          against: `C${what}`,
          goals: [{ of, most: 1.05 }],
          run: contestant({ kind: 'Node', tcpNoDelay, handlers }),
        },
        {
          name: `Python, handlers${what}`,
          against: `C${what}`,
          run: contestant({ kind: 'Python', tcpNoDelay, handlers }),
        },
      ];
      const contestants = alike('', false);
      if (over === 'TCP') {
        contestants.push(...alike('; TCP_NODELAY', true));
      } else {
        // It has no TCP.
        const kind = 'rtsp-streaming-server';
        contestants.push({ name: kind, against: 'C', run: contestant({ kind }) });
      }
      const title = `Server's CPU per RTP packet over ${over}, ${clients} clients on a shared mount`;
      await compete(`packets-${over.toLowerCase()}-${clients}`, title, contestants, 3, processes);
    }
  }
}

function quickly(clients: number[]): number[] {
  return amount(1, 0) === 1 ? clients : [5];
}

void main();
