import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * A socket of GIO's.
 *
 * @see GSocket
 */
export class Socket extends GObject {
  /** Its file descriptor, which it keeps; -1 when it is closed. @see g_socket_get_fd */
  get fd(): number {
    return c.g_socket_get_fd(this) as number;
  }

  /** Whether it is closed. @see g_socket_is_closed */
  get closed(): boolean {
    return c.g_socket_is_closed(this) as boolean;
  }

  /** The IP address and port that it is bound to; null when it is bound to none. @see g_socket_get_local_address */
  get localAddress(): { address: string; port: number } | null {
    const [address, port] = c.node_socket_get_local_address(this) as [string | null, number];
    return address === null ? null : { address, port };
  }
}

/**
 * Closes a socket that is nobody else's. No method of it: those of streams are the library's to close.
 *
 * @see g_socket_close
 */
export function closeSocket(socket: Socket): void {
  c.g_socket_close(socket);
}

registerClass('GSocket', Socket);
