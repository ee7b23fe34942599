import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Below those that the kernel gives to who asks for any. */
const lowest = 10_000;
const highest = 32_000;

/** The first of `count` UDP ports in a row that nobody uses, an even one. */
export async function freeUdpPorts(count: number): Promise<number> {
  for (;;) {
    const first = lowest + 2 * Math.floor((Math.random() * (highest - lowest - count)) / 2);
    const sockets: Socket[] = [];
    try {
      for (let port = first; port < first + count; port++) {
        const socket = createSocket('udp4');
        sockets.push(socket);
        socket.bind({ port, exclusive: true });
        await once(socket, 'listening');
      }
      return first;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      for (const socket of sockets) socket.close();
    }
  }
}
