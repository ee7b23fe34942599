import assert from 'node:assert/strict';
import path from 'node:path';

import { readNamespace } from './conformance/gir.js';
import { projectRoot, run } from './helpers/process.js';

/** What is shown of each callback, with real traffic that makes C call it. */
const aspects = [
  'C calls it, and its arguments',
  'its answers, and what they do',
  'a Promise',
  'a throw',
  'an answer of a wrong type',
  'no answer at all',
  'replaced while it runs',
  'taken off',
  '1,000 registrations',
] as const;

type Aspect = (typeof aspects)[number];
/** The titles of the tests, without that of their suite; those of another suite with it. */
type Cells = Readonly<Record<Aspect, readonly string[]>>;

const deliveries = (title: string) => [`${title}, queued`, `${title}, strict`];

/** By the suite that has the tests. */
function ofFilter(suite: string): { suite: string; cells: Cells } {
  return {
    suite,
    cells: {
      'C calls it, and its arguments': [
        'calls its handler at once for each, and gives those it answers REF for, plain or by a Promise',
      ],
      'its answers, and what they do': [
        'calls its handler at once for each, and gives those it answers REF for, plain or by a Promise',
        'has removed what its handler answers REMOVE for when it resolves, and nothing else',
      ],
      'a Promise': [
        'calls its handler at once for each, and gives those it answers REF for, plain or by a Promise',
        'has removed what its handler answers REMOVE for when it resolves, and nothing else',
      ],
      'a throw': [
        'keeps an element whose handler throws, answers nonsense or never, and tells',
        'tells the server that its handler has thrown, where nobody listens to the container',
      ],
      'an answer of a wrong type': ['keeps an element whose handler throws, answers nonsense or never, and tells'],
      'no answer at all': [
        'keeps an element whose handler throws, answers nonsense or never, and tells',
        'a filter of many waits for Promises as long as the server says',
      ],
      'replaced while it runs': [
        'asks another handler while that of an earlier call is at work, and each call gets its own answers',
      ],
      'taken off': ['gives every element without a handler'],
      '1,000 registrations': ['leaves nothing behind after 1,000 handlers'],
    },
  };
}

function ofClient(name: string): { suite: string; cells: Cells } {
  const failures = deliveries(
    'may throw or answer with something else, which the event tells, or never: data flows on',
  );
  return {
    suite: `a client's ${name}`,
    cells: {
      'C calls it, and its arguments': deliveries('gets the client, responses and data in order, and the end'),
      'its answers, and what they do': [
        ...deliveries('gets the client, responses and data in order, and the end'),
        'stops a stream, and the client, by answering false for its data; an event tells',
        'stops a stream, and the client, by answering false at once for its data; an event tells',
        'cannot refuse a response',
      ],
      'a Promise': ['stops a stream, and the client, by answering a Promise of false for its data; an event tells'],
      'a throw': failures,
      'an answer of a wrong type': failures,
      'no answer at all': [
        ...failures,
        'holds no thread longer than its time when it is strict and the event loop is blocked',
        'refuses also by an answer that comes too late for the thread; an event tells of both',
      ],
      'replaced while it runs': [
        'can be replaced while it is called, and nothing is lost',
        'a strict handler can be replaced from within, and nothing is lost',
      ],
      'taken off': ['can be taken off, and set again', 'stays when it cannot be taken off'],
      '1,000 registrations': ['leaves nothing behind after 1,000 registrations'],
    },
  };
}

function ofTransport(name: string): { suite: string; cells: Cells } {
  const failures = deliveries(
    'may throw or answer with something else, which the server tells, or never: packets come on',
  );
  const ends = (how: string) =>
    `ends the transport by answering ${how}: nothing more comes, the connection stays, an event tells`;
  return {
    suite: `a transport's ${name}`,
    cells: {
      'C calls it, and its arguments': [
        ...deliveries('gets every packet, whatever the payloader does, and its connection none'),
        'gets times and flags with the bytes',
        "a transport's send functions get what JavaScript sends beside the stream, each its own: " +
          'no stream of C makes a list of RTCP',
      ],
      'its answers, and what they do': [
        ...deliveries('gets every packet, whatever the payloader does, and its connection none'),
        ends('false'),
        ends('false at once'),
      ],
      'a Promise': [ends('a Promise of false')],
      'a throw': failures,
      'an answer of a wrong type': failures,
      'no answer at all': [
        ...failures,
        'ends the transport also by an answer that comes too late for the thread',
        "a transport's send functions are waited for as long as the server says by then, and it counts that",
      ],
      'replaced while it runs': [
        ...deliveries('can be replaced from within, and no packet is lost'),
        'can be set while the stream plays to its connection, replaced and taken off',
      ],
      'taken off': ['can be set while the stream plays to its connection, replaced and taken off'],
      '1,000 registrations': ['leaves nothing behind after 1,000 registrations'],
    },
  };
}

function ofTell(name: string, more: readonly string[]): { suite: string; cells: Cells } {
  const calls = 'is called with its arguments while the stream plays, until it is taken off';
  const answers = 'may answer what it likes, or never; one that throws or rejects is told of, and nothing stops';
  return {
    suite: `a transport's ${name}`,
    cells: {
      'C calls it, and its arguments': [calls, ...more],
      'its answers, and what they do': [answers],
      'a Promise': [answers],
      'a throw': [answers],
      'an answer of a wrong type': [answers],
      'no answer at all': [answers],
      'replaced while it runs': ['can be replaced from within'],
      'taken off': [calls],
      '1,000 registrations': ['leaves nothing behind after 1,000 registrations'],
    },
  };
}

const catchesUp = (of: string) =>
  `a transport's tells of ${of} leave the flow control alone: who has not read for a while gets everything, and catches up`;

const matrix: Readonly<Record<string, { suite: string; cells: Cells }>> = {
  RTSPClientSendFunc: ofClient('RTSPClientSendFunc'),
  RTSPClientSendMessagesFunc: ofClient('RTSPClientSendMessagesFunc'),
  RTSPSendFunc: ofTransport('RTSPSendFunc'),
  RTSPSendListFunc: ofTransport('RTSPSendListFunc'),
  RTSPServerClientFilterFunc: ofFilter('server.clientFilter()'),
  RTSPClientSessionFilterFunc: ofFilter('client.sessionFilter()'),
  RTSPSessionFilterFunc: ofFilter('session.filter()'),
  RTSPSessionPoolFilterFunc: ofFilter('pool.filter()'),
  RTSPStreamTransportFilterFunc: ofFilter('stream.transportFilter()'),
  RTSPKeepAliveFunc: ofTell('RTSPKeepAliveFunc', [
    "a transport's tells tell of the reports by which a receiver over UDP shows that it is alive",
    "a transport's tells keep the session alive natively, whatever the handler does",
  ]),
  RTSPMessageSentFunc: ofTell('RTSPMessageSentFunc', [catchesUp('message-sent')]),
  RTSPMessageSentFuncFull: ofTell('RTSPMessageSentFuncFull', [catchesUp('message-sent-full')]),
  RTSPSessionPoolFunc: {
    suite: 'the watch of a session pool',
    cells: {
      'C calls it, and its arguments': [
        'calls back when a session has expired that came later than it, and the session is removed',
      ],
      'its answers, and what they do': [
        'ends when its callback answers false, plain',
        'can be given another callback while the one before is at work, whose answer still counts',
      ],
      'a Promise': [
        'ends when its callback answers false, by a Promise',
        'can be given another callback while the one before is at work, whose answer still counts',
      ],
      'a throw': ['goes on when its callback throws or answers nonsense, and tells'],
      'an answer of a wrong type': ['goes on when its callback throws or answers nonsense, and tells'],
      'no answer at all': [
        'is called for each session that expires, and not in a busy loop, while one that never does is there',
      ],
      'replaced while it runs': [
        'can be given another callback while the one before is at work, whose answer still counts',
      ],
      'taken off': [
        'ends when its time comes and it has no callback',
        'calls the callback that was set last, and none any more when it is destroyed',
      ],
      '1,000 registrations': ['leaves nothing behind after 1,000 callbacks of one source, and of a source each'],
    },
  },
};

const files = ['send-func', 'strict-send', 'transport-callbacks', 'filters', 'pool-watch'];

describe('of each callback of the C library', () => {
  /** The full titles of all tests in the files. */
  let titles: ReadonlySet<string>;

  before(async () => {
    const options = ['--no-config', '--node-option', 'import=tsx', '--dry-run', '--reporter', 'json'];
    const mocha = path.join(projectRoot, 'node_modules/mocha/bin/mocha.js');
    const exit = await run(process.execPath, [mocha, ...options, ...files.map((file) => `test/${file}.test.ts`)]);
    assert.equal(exit.code, 0, exit.stderr);
    const { tests } = JSON.parse(exit.stdout) as { tests: { fullTitle: string }[] };
    titles = new Set(tests.map(({ fullTitle }) => fullTitle));
  });

  it('there is a row in this table', () => {
    const { callbacks } = readNamespace('GstRtspServer');
    assert.deepEqual(Object.keys(matrix).sort(), callbacks.map(({ name }) => name).sort());
  });

  for (const [callback, { suite, cells }] of Object.entries(matrix)) {
    it(`${callback}: a test shows every aspect`, () => {
      for (const aspect of aspects) {
        assert.ok(cells[aspect].length > 0, aspect);
        for (const title of cells[aspect]) {
          assert.ok(titles.has(`${suite} ${title}`) || titles.has(title), `${aspect}: there is no test '${title}'`);
        }
      }
    });
  }
});
