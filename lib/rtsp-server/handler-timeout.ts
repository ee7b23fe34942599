import { c, native } from '../native.js';

/** How long to wait for a handler on behalf of this server, or of something that belongs to none, in milliseconds. */
export function handlerTimeoutOf(server: object | null): number {
  return server === null ? native.defaultHandlerTimeout : (c.node_rtsp_server_get_handler_timeout(server) as number);
}
