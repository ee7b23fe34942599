import type { Socket } from 'node:net';

/** What a socket has below it. Node tells nobody, but a descriptor it has on every system that has descriptors. */
interface Handle {
  readonly fd?: number;
  readStop?(): number;
}

/**
 * Takes a connection out of Node's hands: calls `take` with its descriptor, which has to be duplicated in that call, and
 * with what has been read of it. Node closes its own then, and the peer notices nothing.
 */
export function takeConnection<T>(
  socket: Socket,
  initial: Uint8Array | undefined,
  take: (fd: number, bytes: Uint8Array | null) => T,
): T {
  const { Socket } = process.getBuiltinModule('node:net');
  if (!(socket instanceof Socket) || socket instanceof process.getBuiltinModule('node:tls').TLSSocket) {
    throw new TypeError('the socket must be a net.Socket, and not one of TLS');
  }
  if (initial !== undefined && !(initial instanceof Uint8Array)) {
    throw new TypeError('the initial buffer must be a Uint8Array');
  }
  const handle = (socket as unknown as { readonly _handle: Handle | null })._handle;
  if (socket.destroyed || socket.connecting || handle?.fd === undefined || handle.fd < 0) {
    throw new Error('the socket is not connected');
  }
  if (socket.writableLength > 0 || socket.writableEnded) throw new Error('the socket has unsent data, or has ended');
  if (socket.readableEncoding !== null) throw new TypeError('the socket must give bytes, and not text');
  socket.removeAllListeners('data').removeAllListeners('readable').pause();
  const chunks: Uint8Array[] = initial === undefined ? [] : [initial];
  for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
    chunks.push(chunk);
  }
  handle.readStop?.();
  try {
    return take(handle.fd, chunks.length > 0 ? Buffer.concat(chunks) : null);
  } finally {
    socket.destroy();
  }
}
