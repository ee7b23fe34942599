import {
  RTSPClient,
  RTSPConnection,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPSessionPool,
  RTSPThreadPool,
} from '../../lib/index.js';
import { deferred, type Deferred, eventually, withDeadline } from '../helpers/deadline.js';

const base = 'rtsp://127.0.0.1/test';

/** A client without a socket, and its side of the conversation. */
export class DirectClient {
  readonly client = new RTSPClient();
  readonly sessionPool = new RTSPSessionPool();
  readonly factory = new RTSPMediaFactory();
  readonly responses: { message: RTSPMessage; close: boolean }[] = [];
  /** Sequence numbers of RTP, by channel. */
  readonly rtp = new Map<number, number[]>();
  /** How many RTP packets had come before each response. */
  readonly packetsBefore: number[] = [];
  rtcp = 0;
  session = '';
  readonly #pending = new Map<string, Deferred<RTSPMessage>>();
  #cseq = 0;

  constructor(launch: string) {
    this.factory.launch = launch;
    const mountPoints = new RTSPMountPoints();
    mountPoints.addFactory('/test', this.factory);
    this.client.mountPoints = mountPoints;
    this.client.sessionPool = this.sessionPool;
    this.client.threadPool = new RTSPThreadPool();
    this.client.setConnection(new RTSPConnection('127.0.0.1', 4000));
  }

  /** What a send function does with a message. */
  take(message: RTSPMessage, close = false): void {
    if (message.data !== null) {
      this.takeData(message.channel ?? -1, message.data);
      return;
    }
    this.responses.push({ message, close });
    this.packetsBefore.push(this.packets);
    this.#pending.get(message.headers.get('CSeq') ?? '')?.resolve(message);
  }

  takeData(channel: number, data: Buffer): void {
    if (channel % 2 !== 0) {
      this.rtcp++;
      return;
    }
    const numbers = this.rtp.get(channel);
    if (numbers) numbers.push(data.readUInt16BE(2));
    else this.rtp.set(channel, [data.readUInt16BE(2)]);
  }

  /** How many RTP packets came, on all channels. */
  get packets(): number {
    return [...this.rtp.values()].reduce((sum, numbers) => sum + numbers.length, 0);
  }

  /** How many sequence numbers do not follow the one before. */
  get gaps(): number {
    let gaps = 0;
    for (const numbers of this.rtp.values()) {
      numbers.forEach((number, i) => {
        if (i > 0 && number !== ((numbers[i - 1] ?? 0) + 1) % 0x10000) gaps++;
      });
    }
    return gaps;
  }

  async reach(packets: number, ms = 10_000): Promise<void> {
    await eventually(
      () => this.packets >= packets,
      ms,
      () => `${packets} packets, not ${this.packets}`,
    );
  }

  async request(method: RTSPMethod, headers: Record<string, string> = {}, uri = base): Promise<RTSPMessage> {
    const cseq = String(++this.#cseq);
    const answered = deferred<RTSPMessage>();
    this.#pending.set(cseq, answered);
    await this.client.handleMessage(RTSPMessage.request(method, uri, { CSeq: cseq, ...headers }));
    return withDeadline(answered.promise, 10_000, `the response to request ${cseq}`);
  }

  /** SETUP of a stream over the connection; DESCRIBE first, as players do. */
  async setUp(stream = 0): Promise<RTSPMessage> {
    const transport = `RTP/AVP/TCP;unicast;interleaved=${2 * stream}-${2 * stream + 1}`;
    const headers: Record<string, string> = { Transport: transport };
    if (this.session !== '') headers.Session = this.session;
    const response = await this.request(RTSPMethod.SETUP, headers, `${base}/stream=${stream}`);
    this.session = response.headers.get('Session')?.replace(/;.*/, '') ?? '';
    return response;
  }

  play(): Promise<RTSPMessage> {
    return this.request(RTSPMethod.PLAY, { Session: this.session });
  }

  teardown(): Promise<RTSPMessage> {
    return this.request(RTSPMethod.TEARDOWN, { Session: this.session });
  }
}
