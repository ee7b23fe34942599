/**
 * The library without a socket: an RTSPClient that is driven by messages and answers with messages. In this way RTSP can
 * travel over anything, for example a WebSocket.
 *
 *   npx tsx examples/stand-alone-client.mts [seconds]
 */
import {
  RTSPClient,
  RTSPConnection,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
} from 'gst-rtsp-server';

const seconds = Number(process.argv[2] ?? 10);
const url = 'rtsp://127.0.0.1/test';

const factory = new RTSPMediaFactory();
factory.launch =
  '( videotestsrc is-live=true ! video/x-raw,framerate=25/1 ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 )';
const mountPoints = new RTSPMountPoints();
mountPoints.addFactory('/test', factory);

const client = new RTSPClient();
client.mountPoints = mountPoints;
client.setConnection(new RTSPConnection('127.0.0.1', 554));

/** What answers a request, by its CSeq. */
const pending = new Map<string | null, (response: RTSPMessage) => void>();
let packets = 0;
let bytes = 0;
await client.setSendFunc((_, message) => {
  if (message.data === null) {
    pending.get(message.headers.get('CSeq'))?.(message);
  } else if (message.channel === 0) {
    packets++;
    bytes += message.data.length;
  }
  return true;
});

let cseq = 0;
async function request(method: RTSPMethod, uri: string, headers: Record<string, string> = {}): Promise<RTSPMessage> {
  cseq++;
  const answered = new Promise<RTSPMessage>((resolve) => pending.set(String(cseq), resolve));
  await client.handleMessage(RTSPMessage.request(method, uri, { CSeq: String(cseq), ...headers }));
  const response = await answered;
  console.log(`${uri}: ${String(response.status)} ${String(response.reason)}`);
  return response;
}

const options = await request(RTSPMethod.OPTIONS, url);
console.log(options.headers.get('Public'));
const description = await request(RTSPMethod.DESCRIBE, url, { Accept: 'application/sdp' });
console.log(description.body?.toString());
const setup = await request(RTSPMethod.SETUP, `${url}/stream=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
const session = setup.headers.get('Session')?.replace(/;.*/, '') ?? '';
await request(RTSPMethod.PLAY, url, { Session: session });
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
await request(RTSPMethod.TEARDOWN, url, { Session: session });
console.log(`${packets} RTP packets, ${bytes} bytes`);
await client.close();
