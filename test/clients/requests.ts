import { type RTSPClientEvents, RTSPMediaFactory, type RTSPServer, RTSPTransportMode, serve } from '../../lib/index.js';
import { tone } from '../helpers/lines.js';
import type { RtspClient } from './rtsp-client.js';
import type { RtspResponse } from './rtsp-message.js';
import { recordingOffer } from './sdp.js';

const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
const recording = `${transport};mode=record`;
/** What ANNOUNCE offers. */
export const offer = recordingOffer();

/** Brings a connection to where the method can be asked for, and asks. */
export async function askFor(client: RtspClient, method: string, session?: string): Promise<RtspResponse> {
  const headers: Record<string, string> = session === undefined ? {} : { Session: session };
  switch (method) {
    case 'ANNOUNCE':
      return client.request(method, { headers: { 'Content-Type': 'application/sdp' }, body: offer });
    case 'SETUP':
      return client.request(method, {
        uri: `${client.url}/stream=0`,
        headers: { Transport: client.url.endsWith('/record') ? recording : transport, ...headers },
      });
    case 'GET_PARAMETER':
    case 'SET_PARAMETER':
      return client.request(method, { headers: { 'Content-Type': 'text/parameters', ...headers }, body: 'volume: 1' });
    default:
      return client.request(method, { headers });
  }
}

type PreRequest = Extract<keyof RTSPClientEvents, `pre-${string}-request`>;

/** The requests, each with what must have gone before, and the status that it gets when nobody objects. */
export const requests: { method: string; event: PreRequest; before: string[]; status: number }[] = [
  { method: 'OPTIONS', event: 'pre-options-request', before: [], status: 200 },
  { method: 'DESCRIBE', event: 'pre-describe-request', before: [], status: 200 },
  { method: 'SETUP', event: 'pre-setup-request', before: [], status: 200 },
  { method: 'PLAY', event: 'pre-play-request', before: ['SETUP'], status: 200 },
  { method: 'PAUSE', event: 'pre-pause-request', before: ['SETUP', 'PLAY'], status: 200 },
  { method: 'TEARDOWN', event: 'pre-teardown-request', before: ['SETUP', 'PLAY'], status: 200 },
  // The library knows no parameters.
  { method: 'GET_PARAMETER', event: 'pre-get-parameter-request', before: ['SETUP'], status: 451 },
  { method: 'SET_PARAMETER', event: 'pre-set-parameter-request', before: ['SETUP'], status: 451 },
  { method: 'ANNOUNCE', event: 'pre-announce-request', before: [], status: 200 },
  { method: 'RECORD', event: 'pre-record-request', before: ['ANNOUNCE', 'SETUP'], status: 200 },
];

/** Serves what each of them is about. */
export async function serveRequests(): Promise<RTSPServer> {
  const recorder = new RTSPMediaFactory();
  recorder.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
  recorder.transportMode = RTSPTransportMode.RECORD;
  return serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true }, '/record': recorder } });
}
