/** Views multicast: players of both kinds and sockets of Node's in one group. Prints what they have seen. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { decodeFrames, rtspsrcFrames } from '../../clients/players.js';
import { Reception, RtspClient } from '../../clients/rtsp-client.js';
import { cable } from '../../helpers/network.js';
import { run } from '../../helpers/process.js';

/** What the viewers have seen. */
export interface MulticastReport {
  /** The Transport headers of two clients. */
  transports: string[];
  /** The time to live of a packet as it arrived. */
  ttl: number;
  /** What arrived in the group while all were in it. */
  packets: number;
  gaps: number;
  /** Frames of ffmpeg and of rtspsrc. */
  frames: number[];
  /** What those have complained about. */
  said: string;
  /** What a client got that would have taken unicast, too: of a mount without multicast, and where the pool was empty. */
  fallbacks: string[];
  /** Frames that rtspsrc decoded where it had to fall back. */
  fallbackFrames: number;
  /** The same of IPv6. */
  transport6: string;
  packets6: number;
  multicastFrames6: number[];
  /** Frames over IPv6 without multicast, of ffmpeg and of rtspsrc, over TCP and UDP. */
  frames6: number[];
}

const receiveTimeToLive = `
import socket, struct, sys
group, port, own = sys.argv[1], int(sys.argv[2]), sys.argv[3]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((group, port))
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton(own))
s.setsockopt(socket.IPPROTO_IP, getattr(socket, 'IP_RECVTTL', 12), 1)
s.settimeout(20)
print(struct.unpack('i', s.recvmsg(2048, 64)[1][0][2])[0])
`;

interface Viewer {
  client: RtspClient;
  session: string;
  /** The Transport header, or the status where there is none. */
  transport: string;
}

async function setUp(url: string, transport: string): Promise<Viewer> {
  const client = await RtspClient.connect(url);
  const { media } = await client.describe();
  const uri = `${client.url}/${media[0]?.control ?? ''}`;
  const response = await client.request('SETUP', { uri, headers: { Transport: transport } });
  const [session = ''] = response.headers.get('session')?.split(';') ?? [];
  return { client, session, transport: response.headers.get('transport') ?? String(response.status) };
}

function groupOf(transport: string): [group: string, port: string] {
  const [, group = '', port = ''] = /destination=([^;]+).*;port=(\d+)/.exec(transport) ?? [];
  return [group, port];
}

async function join(transport: string): Promise<Reception> {
  const [group, port] = groupOf(transport);
  const six = group.includes(':');
  const socket = createSocket({ type: six ? 'udp6' : 'udp4', reuseAddr: true });
  socket.bind(Number(port), group);
  await once(socket, 'listening');
  socket.addMembership(group, six ? '::%cable' : cable.client);
  const reception = new Reception();
  socket.on('message', (packet) => {
    reception.take(packet);
  });
  return reception;
}

async function main([url = '', url6 = '']: string[]): Promise<void> {
  const [first, second] = [
    await setUp(`${url}shared`, 'RTP/AVP;multicast'),
    await setUp(`${url}shared`, 'RTP/AVP;multicast'),
  ];
  await first.client.play(first.session);
  const reception = await join(first.transport);
  const [ffmpeg, rtspsrc, ttl] = await Promise.all([
    decodeFrames(`${url}shared`, 40, { transport: 'udp_multicast' }),
    rtspsrcFrames(`${url}shared`, 40, { transport: 'udp_multicast' }),
    run('python3', ['-c', receiveTimeToLive, ...groupOf(first.transport), cable.client]),
  ]);
  await reception.reach(100);

  const either = 'RTP/AVP;multicast,RTP/AVP;unicast;client_port=6000-6001';
  const fallbacks = [await setUp(`${url}unicast`, either), await setUp(`${url}late`, either)];
  const fallenBack = await rtspsrcFrames(`${url}late`, 20, { source: ['protocols=udp-mcast+udp'] });

  const third = await setUp(`${url6}shared`, 'RTP/AVP;multicast');
  await third.client.play(third.session);
  const reception6 = await join(third.transport);
  await reception6.reach(20);
  const multicast6 = await Promise.all([
    decodeFrames(`${url6}shared`, 40, { transport: 'udp_multicast' }),
    rtspsrcFrames(`${url6}shared`, 40, { transport: 'udp_multicast' }),
  ]);
  const players6 = await Promise.all([
    decodeFrames(`${url6}shared`, 20, { transport: 'tcp' }),
    decodeFrames(`${url6}shared`, 20, { transport: 'udp' }),
    rtspsrcFrames(`${url6}shared`, 20, { transport: 'tcp' }),
    rtspsrcFrames(`${url6}shared`, 20, { transport: 'udp' }),
  ]);

  const report: MulticastReport = {
    transports: [first.transport, second.transport],
    ttl: Number(ttl.stdout),
    packets: reception.rtpPackets,
    gaps: reception.gaps,
    frames: [ffmpeg.frames, rtspsrc.frames],
    said: [ffmpeg, rtspsrc, ttl, fallenBack, ...multicast6, ...players6].map(({ stderr }) => stderr).join(''),
    fallbacks: fallbacks.map(({ transport }) => transport),
    fallbackFrames: fallenBack.frames,
    transport6: third.transport,
    packets6: reception6.rtpPackets,
    multicastFrames6: multicast6.map(({ frames }) => frames),
    frames6: players6.map(({ frames }) => frames),
  };
  console.log(JSON.stringify(report));
  process.exit();
}

void main(process.argv.slice(2));
