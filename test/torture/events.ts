import { RTSPStatusCode } from '../../lib/index.js';
import { native } from '../../lib/native.js';
import { readNamespace } from '../conformance/gir.js';

/** What a handler of an event answers: nothing, a status, … */
export type Answer = 'nothing' | 'status' | 'unsupported' | 'boolean';

const requests = [
  'options',
  'describe',
  'announce',
  'setup',
  'play',
  'pause',
  'teardown',
  'record',
  'get-parameter',
  'set-parameter',
] as const;

/** All events, by the native type that has them. */
export const events: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  GstRTSPServer: { 'client-connected': 'nothing' },
  GstRTSPClient: {
    closed: 'nothing',
    'new-session': 'nothing',
    'check-requirements': 'unsupported',
    'handle-response': 'nothing',
    'send-message': 'nothing',
    'send-refused': 'nothing',
    'transport-dropped': 'nothing',
    ...Object.fromEntries(requests.map((name) => [`pre-${name}-request`, 'status'] as const)),
    ...Object.fromEntries(requests.map((name) => [`${name}-request`, 'nothing'] as const)),
  },
  GstRTSPMediaFactory: { 'media-constructed': 'nothing', 'media-configure': 'nothing', 'media-error': 'nothing' },
  GstRTSPMedia: {
    'new-stream': 'nothing',
    'removed-stream': 'nothing',
    prepared: 'nothing',
    unprepared: 'nothing',
    'target-state': 'nothing',
    'new-state': 'nothing',
    'handle-message': 'nothing',
    'handle-message::error': 'nothing',
    'notify::latency': 'nothing',
  },
  GstRTSPSessionPool: { 'session-removed': 'nothing', 'notify::max-sessions': 'nothing' },
  GstRTSPStream: { 'new-rtp-encoder': 'nothing', 'new-rtcp-encoder': 'nothing', 'new-rtp-rtcp-decoder': 'nothing' },
  GstRTSPStreamTransport: { 'send-refused': 'nothing' },
  GstRTSPAuth: { 'accept-certificate': 'boolean' },
};

/** The name of an event, as it is counted. */
export const eventName = (type: string, event: string) => `${type}::${event}`;

/** Signals of newer libraries than the oldest that is supported. */
const newer = new Set(['GstRTSPClient::pre-closed']);

/** Signals that the list above does not have: of those that C waits for, and of all that the library documents. */
export function missingEvents(): string[] {
  const { signals } = readNamespace('GstRtspServer');
  const all = [
    ...native.asks().filter(({ type, vfunc }) => !vfunc && type !== 'TestDouble'),
    ...signals.map(({ owner, name }) => ({ type: `Gst${owner}`, signal: name })),
  ];
  const unknown = all.filter(({ type, signal }) => !Object.hasOwn(events[type] ?? {}, signal));
  return unknown.map(({ type, signal }) => eventName(type, signal)).filter((name) => !newer.has(name));
}

export const rightAnswers: Readonly<Record<Answer, readonly unknown[]>> = {
  nothing: [undefined],
  status: [undefined, RTSPStatusCode.OK],
  unsupported: ['', undefined],
  // The next one is asked.
  boolean: [true, false],
};

export const refusals: Readonly<Record<Answer, readonly unknown[]>> = {
  nothing: [undefined],
  status: [RTSPStatusCode.FORBIDDEN, RTSPStatusCode.NOT_FOUND, RTSPStatusCode.SERVICE_UNAVAILABLE, 299],
  unsupported: ['com.example.one', 'a,b'],
  boolean: [false],
};
