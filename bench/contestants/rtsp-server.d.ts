/** What the declarations of rtsp-streaming-server refer to, of a package that comes without any. */
declare module 'rtsp-server' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';

  export type RtspRequest = IncomingMessage;
  export type RtspResponse = ServerResponse;
  export type RtspServer = Server;
}
