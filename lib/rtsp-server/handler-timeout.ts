import { c } from '../native.js';

/** How long to wait for a handler of something that belongs to no server, in milliseconds. */
const withoutServer = 5000;

/** How long to wait for a handler on behalf of this server, in milliseconds. */
export function handlerTimeoutOf(server: object | null): number {
  return server === null ? withoutServer : (c.node_rtsp_server_get_handler_timeout(server) as number);
}
