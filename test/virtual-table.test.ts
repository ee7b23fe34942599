import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { native } from '../lib/native.js';
import { gstMinor, readNamespace } from './conformance/gir.js';
import { readListed } from './conformance/listed.js';
import { projectRoot } from './helpers/process.js';

/** The tests whose media are played, or requests answered, through an override: by class, the title and what it overrides. */
const tested: Readonly<Record<string, readonly (readonly [title: string, ...names: string[]])[]>> = {
  RTSPAuth: [
    ['decides about the certificate that a client shows, when its issuer is unknown', 'accept_certificate'],
    ['asks asynchronously who somebody is, and what he may do', 'authenticate', 'check'],
    ['that refuses by itself has its client told, and one that throws lets nobody in', 'generate_authenticate_header'],
  ],
  RTSPClient: [
    [
      'hears of each request that was answered, after the handlers of its event',
      'options_request',
      'describe_request',
      'announce_request',
      'play_request',
      'pause_request',
      'teardown_request',
      'record_request',
      'get_parameter_request',
      'set_parameter_request',
      'handle_response',
    ],
    [
      'lets each request pass as super says, or refuses it with a status of its own',
      'pre_options_request',
      'pre_describe_request',
      'pre_announce_request',
      'pre_setup_request',
      'pre_play_request',
      'pre_pause_request',
      'pre_teardown_request',
      'pre_record_request',
      'pre_get_parameter_request',
      'pre_set_parameter_request',
      'new_session',
      'setup_request',
    ],
    [
      'changes how and with what PLAY is answered, and what it is refused with',
      'adjust_error_code',
      'adjust_play_mode',
      'adjust_play_response',
      'create_sdp',
    ],
    [
      'refuses a stream that it does not want set up, and chooses how others are sent',
      'configure_client_media',
      'configure_client_transport',
    ],
    ['sees what is sent, and answers requirements', 'check_requirements', 'send_message'],
    ['answers parameters', 'params_get', 'params_set'],
    ['has a tunnel begin with headers of its own, and is played through it', 'tunnel_http_response'],
    ['gives connections clients of a class of its own, in the server’s service', 'closed'],
    ['sdp: is what the overrides of its client and its medium get', 'handle_sdp'],
    ['finds mounts by other paths than their URLs', 'make_path_from_uri'],
  ],
  RTSPMedia: [
    [
      'is what the library makes: its fields are there when its methods are asked, before and after each other',
      'create_rtpbin',
      'new_stream',
      'prepare',
      'prepared',
      'setup_rtpbin',
      'setup_sdp',
      'suspend',
      'unprepare',
      'unprepared',
      'unsuspend',
    ],
    ['hears of its states and messages', 'handle_message', 'new_state', 'target_state'],
    ['hears of a stream that goes with its pad', 'removed_stream'],
    ['converts ranges', 'convert_range'],
    ['sdp: is what the overrides of its client and its medium get', 'handle_sdp'],
  ],
  RTSPMediaFactory: [
    ['makes its element for each request, of its path and query', 'create_element'],
    ['is asked once for a medium that clients share, by a key of its own', 'gen_key'],
    [
      'constructs and configures its media',
      'configure',
      'construct',
      'create_pipeline',
      'media_configure',
      'media_constructed',
    ],
  ],
  RTSPMountPoints: [['finds a factory by a pattern, which is played', 'make_path']],
  RTSPOnvifMediaFactory: [
    ['onvif: of a bin that an override makes is found', 'has_backchannel_support'],
    [
      'onvif: is made by an override of createBackchannelStream() where the library has that, which is refused elsewhere',
      'create_backchannel_stream',
    ],
  ],
  RTSPServer: [
    ['gives connections clients of a class of its own, in the server’s service', 'client_connected', 'create_client'],
  ],
  RTSPSessionPool: [['has session numbers of its own', 'create_session_id', 'session_removed']],
  RTSPThreadPool: [['is asked for the threads of media, and may have none', 'configure_thread', 'get_thread']],
};

/** Those that not every library has, by the minor version of the first that does. */
const since = new Map([['RTSPOnvifMediaFactory.create_backchannel_stream', 26]]);

const { virtualMethods } = readNamespace('GstRtspServer');
const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** The text of the test of that title; before a colon, the file that has it. */
function textOf(title: string): string {
  const [, file = 'virtual-classes', name = ''] = /^(?:([\w-]+): )?(.*)$/s.exec(title) ?? [];
  const known = ['onvif', 'sdp'].includes(file);
  const text = readFileSync(path.join(projectRoot, `test/${known ? file : 'virtual-classes'}.test.ts`), 'utf8');
  const from = text.indexOf(`\n  it('${known ? name : title}'`);
  assert.ok(from >= 0, `there is no test ${title}`);
  return text.slice(from, text.indexOf('\n  });\n', from));
}

describe('the virtual methods of the introspection file', () => {
  const byTest = new Map(
    Object.entries(tested).flatMap(([owner, tests]) =>
      tests.flatMap(([title, ...names]) => names.map((name) => [`${owner}.${name}`, title] as [string, string])),
    ),
  );
  const minor = gstMinor();
  const isMissing = (key: string) => (since.get(key) ?? 0) > minor;
  const leftOut = readListed().get('Left out') ?? new Map<string, string>();

  it('are each overridden in a test, or refused for a reason', () => {
    const missing = virtualMethods.filter(({ key }) => !byTest.has(key) && !leftOut.has(key));
    assert.deepEqual(
      missing.map(({ key }) => key),
      [],
    );
    const keys = new Set(virtualMethods.map(({ key }) => key));
    for (const key of byTest.keys()) assert.ok(keys.has(key) !== isMissing(key) && !leftOut.has(key), key);
    const overridden = [...byTest.keys()].filter((key) => !isMissing(key)).length;
    console.log(`      ${overridden} overridden, ${keys.size - overridden} refused`);
  });

  it('are overridden in the tests of these titles', () => {
    for (const [key, title] of byTest) {
      const [owner, name] = key.split('.');
      // sendMessage() is the function of that name.
      const method = key === 'RTSPClient.send_message' ? 'onSendMessage' : camelCase(name);
      const text = textOf(title);
      assert.match(text, new RegExp(`extends ${owner}\\b`), `${key}: ${title}`);
      assert.match(text, new RegExp(`override (async )?${method}\\(`), `${key}: ${title}`);
    }
  });

  it('are refused where the tables have the reason', () => {
    const refused = native.virtualMethods().filter(({ refusal }) => refusal !== null);
    const expected = virtualMethods.filter(({ key }) => !byTest.has(key));
    assert.deepEqual(
      refused.map(({ type, method }) => `${type}.${method}`).sort(),
      expected.map(({ owner, name }) => `Gst${owner}.${camelCase(name)}`).sort(),
    );
  });
});
