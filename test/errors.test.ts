import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

import {
  Bin,
  Caps,
  GError,
  LaunchError,
  mount,
  type MountOptions,
  parseLaunch,
  RTSPAuth,
  type RTSPClient,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMediaStatus,
  type RTSPServer,
  RTSPStatusCode,
  RTSPUrl,
  serve,
} from '../lib/index.js';
import { decodeFrames, probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { runScript, type ScriptOptions } from './helpers/process.js';
import { temporaryFolder } from './helpers/temporary.js';

/** GStreamer without any of its plugins. */
function withoutPlugins(): ScriptOptions {
  const folder = path.join(temporaryFolder(), 'no-plugins');
  mkdirSync(folder, { recursive: true });
  const env = {
    GST_PLUGIN_SYSTEM_PATH_1_0: folder,
    GST_PLUGIN_PATH: folder,
    GST_REGISTRY: path.join(folder, 'registry'),
  };
  return { env };
}

describe('serve()', () => {
  it('says that a port is taken, and which one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(serve({ port, mounts: { '/tone': tone } }), (error) => {
      assert.ok(error instanceof GError && error instanceof Error);
      assert.equal(error.message, `Cannot listen on 127.0.0.1 port ${port}: the port is in use`);
      assert.equal(error.domain, 'g-io-error-quark');
      assert.ok(error.matches('g-io-error-quark', 33));
      return true;
    });
    other.close();
    await once(other, 'close');
    // What failed left nothing open.
    await using server = await serve({ port, mounts: { '/tone': tone } });
    assert.equal(server.boundPort, port);
    await assert.rejects(serve({ port, mounts: {} }), { name: 'GError', message: /the port is in use$/ });
  });

  it('says what is wrong with an address or a port', async () => {
    // 192.0.2.0/24 and .invalid are reserved: nobody has them.
    await assert.rejects(serve({ port: 0, address: '192.0.2.1', mounts: {} }), {
      name: 'GError',
      message: "Cannot listen on 192.0.2.1 port 0: the address is not one of this machine's",
    });
    // The system lets a socket be bound to each of these, and no connection would ever come.
    const nobodys = {
      'the address of a multicast group': ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff02::1%lo', '::ffff:224.0.0.1'],
      'a broadcast address': ['255.255.255.255', '127.255.255.255'],
    };
    for (const [what, addresses] of Object.entries(nobodys)) {
      for (const address of addresses) {
        await assert.rejects(serve({ port: 0, address, mounts: {} }), {
          name: 'GError',
          message: `Cannot listen on ${address} port 0: it is ${what}, not one of this machine's`,
        });
      }
    }
    for (const address of ['127.0.0.2', '::ffff:127.0.0.1', '0.0.0.0', '::', 'localhost']) {
      await using server = await serve({ port: 0, address, mounts: {} });
      assert.ok(server.listening, address);
    }
    await assert.rejects(serve({ port: 0, address: 'nowhere.invalid', mounts: {} }), {
      name: 'GError',
      message: 'Cannot listen on nowhere.invalid port 0: the host name does not resolve',
    });
    for (const port of [-1, 65536, 1.5, Number.NaN, '8554' as unknown as number]) {
      await assert.rejects(serve({ port, mounts: {} }), {
        name: 'TypeError',
        message: `port must be an integer from 0 to 65535, not ${inspect(port)}`,
      });
    }
    for (const mounts of [undefined, null, '/tone', [], new Map([['/tone', tone]])]) {
      await assert.rejects(serve({ port: 0, mounts: mounts as never }), {
        name: 'TypeError',
        message: `mounts must be an object, what is served at which path, not ${inspect(mounts, { depth: -1 })}`,
      });
    }
  });

  it('names an option that is wrong, or that there is not', async () => {
    const wrong: [unknown, string][] = [
      [undefined, 'serve() needs an object, its options, not undefined'],
      ['/tone', "serve() needs an object, its options, not '/tone'"],
      [{ prot: 0, mounts: {} }, 'serve() has no option "prot"; its options are port, address, mounts, auth'],
      [{ mounts: {}, auth: null }, 'auth must be { user, password } or an RTSPAuth, not null'],
      [{ mounts: {}, auth: 'user:secret' }, 'auth must be { user, password } or an RTSPAuth, not a string'],
      [{ mounts: {}, auth: { user: 'a', pass: 'b' } }, 'auth has no option "pass"; its options are user, password'],
      [{ mounts: {}, auth: { password: 'b' } }, 'auth.user must be a string, not undefined'],
      [{ mounts: {}, auth: { user: 'a', password: 7 } }, 'auth.password must be a string'],
    ];
    for (const [options, message] of wrong) {
      await assert.rejects(serve(options as never), { name: 'TypeError', message });
    }
    await using server = await serve({ port: 0, mounts: {} });
    assert.throws(() => server.url(7 as never), { name: 'TypeError', message: "path must begin with '/', not 7" });
    await assert.rejects(mount({} as never, '/tone', tone), { message: 'mount() needs an RTSPServer, not {}' });
    await assert.rejects(mount(server, 7 as never, tone), { message: "a mount's path begins with '/': 7" });
  });

  it('says which file is not there, or is none', async () => {
    await assert.rejects(serve({ port: 0, mounts: { '/film': { file: '/no/such.mp4' } } }), {
      name: 'Error',
      message: '/film: /no/such.mp4 cannot be served: there is no such file',
    });
    await assert.rejects(serve({ port: 0, mounts: { '/film': { file: temporaryFolder() } } }), {
      message: `/film: ${temporaryFolder()} cannot be served: it is not a file`,
    });
  });

  it('refuses the URI of a file that is not there, or not on this machine', async () => {
    const at = (uri: string) => serve({ port: 0, mounts: { '/film': { uri } } });
    await assert.rejects(at('file:///no/such.mp4?'), {
      name: 'Error',
      message: '/film: /no/such.mp4? cannot be served: there is no such file',
    });
    await assert.rejects(at('file://elsewhere/film.mp4'), {
      name: 'TypeError',
      message: '/film: not the URI of a file of this machine: "file://elsewhere/film.mp4"',
    });
  });

  it('says what is wrong with a mount', async () => {
    const wrong: [string, unknown, string][] = [
      ['tone', tone, `a mount's path begins with '/': "tone"`],
      ['', tone, `a mount's path begins with '/': ""`],
      ['/a', {}, '/a: a mount has one of launch, file and uri, and this one has none'],
      ['/a', { file: 'a', uri: 'b' }, '/a: a mount has one of launch, file and uri, and this one has file, uri'],
      ['/a', { uri: 'no uri' }, '/a: not a URI: "no uri"'],
      ['/a', { file: undefined }, '/a: file must be a string, not undefined'],
      ['/a', { launch: 7 }, '/a: launch must be a string, not 7'],
      [
        '/a',
        { launch: tone, shraed: true },
        '/a: a mount has no option "shraed"; its options are launch, file, uri, shared, protocols, prepareTimeout, permissions',
      ],
      ['/a', null, '/a: a mount is options, a factory or a launch line, not null'],
      ['/a', 7, '/a: a mount is options, a factory or a launch line, not 7'],
      ['/a', { launch: tone, shared: 1 }, 'RTSPMediaFactory.shared must be a boolean, not 1'],
    ];
    for (const [at, what, message] of wrong) {
      await assert.rejects(serve({ port: 0, mounts: { [at]: what as MountOptions } }), { name: 'TypeError', message });
    }
  });

  it("has GStreamer's own words for a launch line that does not parse, and shows the place", async () => {
    const wrong: [string, string, number | null][] = [
      ['( videotestsrc ! ', 'syntax error at character 16: ( videotestsrc »! ', 15],
      ['videotestsrc ! ! fakesink', 'syntax error at character 16: videotestsrc ! »! fakesink', 15],
      ['( videotestsrc ! fakesink', 'syntax error at character 1: »( videotestsrc ! fakesink', 0],
      ['( videotestsrc ! fakesink ) )', 'syntax error at character 29: …estsrc ! fakesink ) »)', 28],
      ['videotestsrc ! "fakesink', 'syntax error at character 16: videotestsrc ! »"fakesink', 15],
      [
        '( videotestsrc patern=ball ! rtpvrawpay name=pay0 )',
        'no property "patern" in element "videotestsrc" at character 16: ( videotestsrc »patern=ball ! rtpvrawpay name=…',
        15,
      ],
      [
        '( videotestsrc pattern=bal ! rtpvrawpay name=pay0 )',
        'could not set property "pattern" in element "videotestsrc" to "bal" at character 16: ( videotestsrc »pattern=bal ! rtpvrawpay name=…',
        15,
      ],
      ["( videotestsrc ! textoverlay text='a ! ! b' ! ", "syntax error at character 45: …rlay text='a ! ! b' »! ", 44],
      [
        '( videotestsrc ! queue ! queu ! rtpvrawpay name=pay0 )',
        'no element "queu" at character 26: …eotestsrc ! queue ! »queu ! rtpvrawpay name=pay0 ); no package is known to have it: is the name right?',
        25,
      ],
      [
        '( videotestsrc ! video/x-raw,pattern=1 ! videotestsrc pattern=bal ! rtpvrawpay name=pay0 )',
        'could not set property "pattern" in element "videotestsrc" to "bal" at character 55: …rn=1 ! videotestsrc »pattern=bal ! rtpvrawpay name=…',
        54,
      ],
      ['', 'empty pipeline not allowed', null],
      ['( )', 'specified empty bin "bin", not allowed', null],
    ];
    for (const [launch, message, position] of wrong) {
      await assert.rejects(serve({ port: 0, mounts: { '/a': launch } }), (error) => {
        assert.ok(error instanceof LaunchError);
        assert.equal(error.message, `/a: ${message}`);
        assert.deepEqual([error.launch, error.position], [launch, position]);
        assert.ok(error.cause instanceof GError);
        assert.equal(error.cause.domain, 'gst_parse_error');
        return true;
      });
    }
    await assert.rejects(serve({ port: 0, mounts: { '/a': '( videotestsrc ! rtpL16pay name=pay0 )' } }), {
      name: 'LaunchError',
      message: /^\/a: could not link videotestsrc\d+ to pay0 at character 3: \( »videotestsrc ! rtpL16pay/,
    });
    // It could be either.
    const two = '( videotestsrc ! rtpvrawpay name=pay0 videotestsrc ! rtpL16pay name=pay1 )';
    await assert.rejects(serve({ port: 0, mounts: { '/a': two } }), {
      name: 'LaunchError',
      message: /^\/a: could not link videotestsrc\d+ to pay1$/,
    });
  });

  it('says when a launch line has no pay0', async () => {
    for (const launch of ['( videotestsrc ! rtpvrawpay )', '( videotestsrc ! rtpvrawpay name=pay1 )']) {
      await assert.rejects(serve({ port: 0, mounts: { '/a': launch } }), {
        name: 'LaunchError',
        message:
          '/a: the launch line has no pay0: the first payloader must be named so, as in «… ! rtph264pay name=pay0 pt=96»',
      });
    }
  });

  it('says when pay0 is no payloader', async () => {
    for (const launch of ['( videotestsrc name=pay0 ! fakesink )', '( fakesink name=pay0 )']) {
      await assert.rejects(serve({ port: 0, mounts: { '/a': launch } }), {
        name: 'LaunchError',
        message: /pay0 is a /,
      });
    }
  });

  it('names an element that is not installed, and the package that has it', async () => {
    const exit = await runScript(
      {
        source: `
          import { serve } from './lib/index.js';
          const elements = ['videotestsrc', 'rtph264pay', 'x264enc', 'avenc_aac', 'h264parse', 'nosuchelement'];
          void (async () => {
            for (const element of elements) {
              await serve({ port: 0, mounts: { '/a': '( ' + element + ' )' } }).catch((e) => console.log(e.message));
            }
          })();`,
      },
      withoutPlugins(),
    );
    assert.equal(exit.code, 0, exit.stderr);
    const advice = (name: string) => `; it is in the package ${name}: apt-get install ${name}`;
    assert.deepEqual(
      exit.stdout.trim().split('\n'),
      [
        ['videotestsrc', advice('gstreamer1.0-plugins-base')],
        ['rtph264pay', advice('gstreamer1.0-plugins-good')],
        ['x264enc', advice('gstreamer1.0-plugins-ugly')],
        ['avenc_aac', advice('gstreamer1.0-libav')],
        ['h264parse', advice('gstreamer1.0-plugins-bad')],
        ['nosuchelement', '; no package is known to have it: is the name right?'],
      ].map(([name, end]) => `/a: no element "${name}" at character 3: ( »${name} )${end}`),
    );
  });

  it('names the package also when the element is missed while it serves', async () => {
    const exit = await runScript(
      {
        source: `
          import { RTSPMediaFactory, RTSPUrl, serve } from './lib/index.js';
          class Factory extends RTSPMediaFactory {}
          void (async () => {
            const factory = new Factory();
            const server = await serve({ port: 0, mounts: { '/a': factory } });
            server.on('media-error', (path, error) => console.log(path + ': ' + error.message));
            const url = new RTSPUrl(server.url('/a'));
            if ((await factory.construct(url)) !== null) throw new Error('there is a medium');
            for (const launch of ['( x264enc name=pay0 )', '( x264enc ! rtph264pay name=pay0 ! nosuchelement )']) {
              factory.launch = launch;
              if ((await factory.createElement(url)) !== null) throw new Error('there is an element');
            }
            await server.close();
          })();`,
      },
      withoutPlugins(),
    );
    assert.equal(exit.code, 0, exit.stderr);
    const needs = '/a: The launch line needs';
    const [good, ugly] = ['good', 'ugly'].map((set) => `gstreamer1.0-plugins-${set}`);
    assert.deepEqual(exit.stdout.trim().split('\n'), [
      `/a: The element rtpbin is not installed; it is in the package ${good}: apt-get install ${good}`,
      `${needs} an element that is not installed: x264enc; it is in the package ${ugly}: apt-get install ${ugly}`,
      `${needs} elements that are not installed: x264enc, rtph264pay, nosuchelement` +
        `; x264enc is in the package ${ugly}: apt-get install ${ugly}` +
        `; rtph264pay is in the package ${good}: apt-get install ${good}` +
        '; no package is known to have nosuchelement: is the name right?',
    ]);
  });
});

describe('parseLaunch()', () => {
  it('gives the elements of a line, in a bin', async () => {
    const bin = await parseLaunch(tone);
    assert.equal(bin.typeName, 'GstBin');
    assert.equal(bin.getByName('pay0')?.typeName, 'GstRtpL16Pay');
    assert.equal(bin.getByName('pay1'), null);
  });

  it('rejects with what GStreamer says', async () => {
    await assert.rejects(parseLaunch('nosuchelement'), {
      name: 'GError',
      message: 'no element "nosuchelement"',
      code: 1,
    });
    await assert.rejects(parseLaunch(7 as unknown as string), { name: 'TypeError' });
  });
});

interface Failure {
  path: string;
  error: GError;
  debug: string | null;
  media: RTSPMedia | null;
}

/** The next failure of a mount. */
async function nextFailure(server: RTSPServer): Promise<Failure> {
  const [at, error, debug, media] = (await withDeadline(once(server, 'media-error'), 10_000, 'media-error')) as [
    string,
    GError,
    string | null,
    RTSPMedia | null,
  ];
  return { path: at, error, debug, media };
}

function factoryOf(launch: string): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  return factory;
}

describe('a pipeline that cannot start', () => {
  const h264 = 'video/x-h264,stream-format=byte-stream,alignment=au';
  const file = (name: string, content: string) => {
    const full = path.join(temporaryFolder(), name);
    writeFileSync(full, content);
    return { file: full };
  };
  const broken: [string, () => MountOptions | RTSPMediaFactory, RegExp, RegExp | null][] = [
    [
      'reads a file that is not there',
      () => ({ launch: '( filesrc location=/no/such.h264 ! h264parse ! rtph264pay name=pay0 )' }),
      /^Resource not found\.$/,
      /No such file "\/no\/such\.h264"/,
    ],
    [
      'fails at its first buffer',
      () => ({ launch: '( videotestsrc is-live=true ! identity error-after=1 ! rtpvrawpay name=pay0 )' }),
      /^Failed after iterations as requested\.$/,
      /GstIdentity/,
    ],
    [
      'has a source that is silent',
      () => ({ launch: `( appsrc caps="${h264}" ! rtph264pay name=pay0 )`, prepareTimeout: 300 }),
      /^No data arrived within 0\.3 s: appsrc\d+ produces no data$/,
      /GstAppSrc:appsrc/,
    ],
    [
      'has a live source that is silent',
      () => ({ launch: `( appsrc is-live=true caps="${h264}" ! rtph264pay name=pay0 )`, prepareTimeout: 300 }),
      /^No data arrived within 0\.3 s: appsrc\d+ produces no data$/,
      /GstAppSrc:appsrc/,
    ],
    [
      'waits for packets that nobody sends',
      () => ({
        launch:
          '( udpsrc port=0 caps="application/x-rtp,media=video,encoding-name=H264,clock-rate=90000" ! rtph264depay ! rtph264pay name=pay0 )',
        prepareTimeout: 300,
      }),
      /^No data arrived within 0\.3 s: udpsrc\d+ produces no data$/,
      /GstUDPSrc:udpsrc/,
    ],
    [
      'has an element that swallows everything',
      () => ({ launch: '( videotestsrc is-live=true ! valve drop=true ! rtpvrawpay name=pay0 )', prepareTimeout: 300 }),
      /^No data arrived within 0\.3 s: valve\d+ is given data and passes none on$/,
      /GstValve:valve/,
    ],
    [
      'plays a file that is no film',
      () => file('junk.mp4', 'no film'),
      /^Could not determine type of stream\.$/,
      /typefind/,
    ],
    ['plays an empty file', () => file('empty.mp4', ''), /^Stream contains no data\.$/, /typefind/],
    [
      'plays another server that is not there',
      () => ({ uri: 'rtsp://127.0.0.1:1/none' }),
      /^Could not open resource for reading and writing\.$/,
      /Failed to connect/,
    ],
    [
      'plays a URI that nothing reads',
      () => ({ uri: 'nosuch://x' }),
      /^No element is installed that reads nosuch: URIs$/,
      null,
    ],
    ['has no launch line', () => new RTSPMediaFactory(), /^The factory has no launch line$/, null],
    ['has no URI', () => new RTSPMediaFactoryURI(), /^The factory has no URI$/, null],
    [
      'has a dynpay0 that finds a stream and no payloader for it',
      () => ({ launch: '( videotestsrc is-live=true ! decodebin name=dynpay0 )' }),
      /^dynpay0 has no RTP payloader for its pad src_0$/,
      /GstDecodeBin:dynpay0/,
    ],
  ];

  for (const [what, makeMount, message, debug] of broken) {
    it(`answers DESCRIBE and SETUP with 503, and the application is told why: it ${what}`, async () => {
      await using server = await serve({ port: 0, mounts: { '/a': makeMount() } });
      for (const method of ['DESCRIBE', 'SETUP']) {
        const failing = nextFailure(server);
        using client = await RtspClient.connect(server.url('/a'));
        const uri = method === 'SETUP' ? `${client.url}/stream=0` : client.url;
        const headers = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
        // Well under the library's own 20 s.
        assert.equal((await client.request(method, { uri, headers, deadline: 5000 })).status, 503);
        const failure = await failing;
        assert.equal(failure.path, '/a');
        assert.ok(failure.error instanceof GError);
        assert.match(failure.error.message, message);
        if (debug) assert.match(failure.debug ?? '', debug);
        else assert.equal(failure.debug, null);
      }
    });
  }

  const refused: [what: string, launch: string, mounting: RegExp, message: RegExp, debug: boolean][] = [
    [
      'misses an element',
      '( nosuchelement ! rtpvrawpay name=pay0 )',
      /^\/a: no element "nosuchelement" at character 3: .*; no package is known to have it: is the name right\?$/,
      /^The launch line needs an element that is not installed: nosuchelement; no package is known to have it: /,
      true,
    ],
    ['does not parse', '( videotestsrc ! ', /^\/a: syntax error at character 16: /, /^syntax error$/, true],
    [
      'has no pay0',
      '( videotestsrc ! rtpvrawpay )',
      /^\/a: the launch line has no pay0: /,
      /^There is no stream: a payloader must be named pay0/,
      false,
    ],
    [
      'has a pay0 that is none',
      '( fakesink name=pay0 )',
      /^\/a: pay0 is a GstFakeSink/,
      /^pay0 is a GstFakeSink/,
      false,
    ],
    [
      'has a dynpay0 that is no bin',
      '( videotestsrc ! identity name=dynpay0 )',
      /^\/a: dynpay0 is a GstIdentity: /,
      /^dynpay0 is a GstIdentity: it must be a bin that gets RTP payloaders$/,
      false,
    ],
  ];
  for (const [what, launch, mounting, message, debug] of refused) {
    it(`is not mounted in a factory, and is told of by one that was added unchecked, as 503: it ${what}`, async () => {
      await using server = await serve({ port: 0, mounts: {} });
      const factory = factoryOf(launch);
      await assert.rejects(mount(server, '/a', factory), { name: 'LaunchError', message: mounting, launch });
      assert.equal(server.mountPoints?.match('/a').factory, null);
      // It need not be what its media are made of.
      class Own extends RTSPMediaFactory {}
      const own = new Own();
      own.launch = launch;
      await mount(server, '/own', own);
      server.mountPoints.addFactory('/a', factory);
      for (const [at, made] of [
        ['/a', factory],
        ['/own', own],
      ] as const) {
        const failing = once(made, 'media-error') as Promise<[RTSPMedia | null, GError, string | null]>;
        if (made === own) server.once('media-error', () => undefined);
        using client = await RtspClient.connect(server.url(at));
        assert.equal((await client.request('DESCRIBE', { deadline: 5000 })).status, 503);
        const [media, error, text] = await withDeadline(failing, 10_000, 'media-error');
        assert.equal(media, null);
        assert.match(error.message, message);
        assert.equal(text, debug ? launch : null);
      }
    });
  }

  it('is told of once, by the factory and by the server, with its medium', async () => {
    const factory = factoryOf('( filesrc location=/no/such ! rtpgstpay name=pay0 )');
    await using server = await serve({ port: 0, mounts: { '/a': factory } });
    const told: [string, RTSPMedia | null][] = [];
    factory.on('media-error', (media) => told.push(['factory', media]));
    server.on('media-error', (_path, _error, _debug, media) => told.push(['server', media]));
    using client = await RtspClient.connect(server.url('/a'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    // On the same connection: what is told later than this came twice.
    assert.equal((await client.request('OPTIONS')).status, 200);
    assert.deepEqual(told.map(([who]) => who).sort(), ['factory', 'server']);
    const [[, media]] = told as [[string, RTSPMedia | null]];
    assert.notEqual(media, null);
    assert.equal(media, told[1]?.[1]);
    assert.notEqual(await media?.getStatus(), RTSPMediaStatus.PREPARED);
  });

  it('warns the process when nobody listens', async () => {
    await using server = await serve({
      port: 0,
      mounts: { '/a': factoryOf('( filesrc location=/no/such ! rtpgstpay name=pay0 )') },
    });
    const warned = once(process, 'warning') as Promise<[Error & { detail?: string }]>;
    using client = await RtspClient.connect(server.url('/a'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    const [warning] = await withDeadline(warned, 5000, 'the warning');
    assert.equal(warning.name, 'MediaError');
    assert.equal(warning.message, '/a: Resource not found.');
    assert.match(warning.detail ?? '', /No such file/);
  });

  it('shows a player an error, too', async () => {
    await using server = await serve({
      port: 0,
      mounts: { '/a': factoryOf('( filesrc location=/no/such ! rtpgstpay name=pay0 )') },
    });
    server.on('media-error', () => undefined);
    const played = await probe(server.url('/a'));
    assert.deepEqual([played.status, played.code === 0, played.timedOut], [503, false, false]);
  });

  it('does not spoil the mount: the next viewer is served when the reason is gone', async () => {
    const factory = new RTSPMediaFactoryURI();
    const late = path.join(temporaryFolder(), `late-${process.pid}.mp4`);
    factory.uri = pathToFileURL(late).href;
    await using server = await serve({ port: 0, mounts: { '/a': factory } });
    server.on('media-error', () => undefined);
    using client = await RtspClient.connect(server.url('/a'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    await copyFile(await testMovie(), late);
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });
});

describe('a camera that fails while it is watched', () => {
  for (const shared of [true, false]) {
    it(`ends its viewers, and the application is told; the next viewer is served (${shared ? 'shared' : 'one pipeline each'})`, async () => {
      // Each pipeline fails after two seconds.
      const launch = tone.replace('! rtpL16pay', '! identity error-after=100 ! rtpL16pay');
      await using server = await serve({ port: 0, mounts: { '/a': { launch, shared } } });
      const watch = async (transport: 'tcp' | 'udp') => {
        const client = await RtspClient.connect(server.url('/a'));
        await client.describe();
        const setup =
          transport === 'tcp' ? await client.setupTcp('stream=0', [0, 1]) : await client.setupUdp('stream=0');
        await client.play(setup.session);
        await ('socket' in setup.rtp ? setup.rtp.reception : setup.rtp).reach(2);
        return client;
      };
      const errors: string[] = [];
      server.on('media-error', (at, error) => errors.push(`${at}: ${error.message}`));
      for (let camera = 1; camera <= 2; camera++) {
        const viewers = await Promise.all([watch('tcp'), watch('udp'), watch('tcp')]);
        for (const viewer of viewers) {
          await withDeadline(viewer.closed, 10_000, 'the viewer to be disconnected');
          viewer.destroy();
        }
        assert.deepEqual(errors, Array(camera * (shared ? 1 : 3)).fill('/a: Failed after iterations as requested.'));
        await eventually(() => server.sessionPool?.nSessions === 0, 5000, 'their sessions to end');
      }
    });
  }

  it('may post more errors while it is taken down, 60 times', async () => {
    const launch = tone.replace('! rtpL16pay', '! identity error-after=5 ! rtpL16pay');
    await using server = await serve({ port: 0, mounts: { '/a': { launch } } });
    server.on('media-error', () => undefined);
    const watch = async () => {
      const client = await RtspClient.connect(server.url('/a'));
      await client.describe();
      const { session } = await client.setupTcp('stream=0', [0, 1]);
      await client.play(session);
      await withDeadline(client.closed, 10_000, 'the viewer to be disconnected');
      client.destroy();
    };
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 6 }, watch));
    await eventually(() => server.sessionPool?.nSessions === 0, 5000, 'the sessions to end');
  });

  it('may do so while a PLAY is being asked about, though a session has outlived its client', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone.replace('! rtpL16pay', '! capsfilter name=camera ! rtpL16pay');
    factory.shared = true;
    factory.stopOnDisconnect = false;
    await using server = await serve({ port: 0, mounts: { '/a': factory } });
    const [failed, asked, configured, closed] = [deferred(), deferred(), deferred<RTSPMedia>(), deferred()];
    server.on('media-error', () => failed.resolve());
    factory.on('media-configure', (media) => configured.resolve(media));
    const clients: RTSPClient[] = [];
    server.on('client-connected', (client) => {
      if (clients.push(client) === 1) client.on('closed', () => closed.resolve());
    });
    const first = await RtspClient.connect(server.url('/a'));
    await first.describe();
    await first.play((await first.setupUdp('stream=0')).session);
    await clients[0].close();
    await withDeadline(closed.promise, 5000, 'the client to end');
    assert.equal(server.sessionPool?.nSessions, 1);

    const second = await RtspClient.connect(server.url('/a'));
    await second.describe();
    const { session } = await second.setupTcp('stream=0', [0, 1]);
    // C waits for it with one lock of the media's, and handles the error with another.
    clients[1].on('pre-play-request', async () => {
      assert.ok(media.element instanceof Bin);
      media.element.getByName('camera')?.setProperty('caps', new Caps('audio/x-raw,channels=2'));
      await withDeadline(failed.promise, 5000, 'the camera to fail');
      await sleep(100);
      await withDeadline(media.unsuspend(), 3000, 'unsuspend()').then(() => asked.resolve(), asked.reject);
      return RTSPStatusCode.OK;
    });
    const media = await configured.promise;
    const play = second.request('PLAY', { headers: { Session: session } }).catch(() => null);
    await asked.promise;
    await play;
    await eventually(() => server.sessionPool?.nSessions === 0, 5000, 'the sessions to end');
    for (const peer of [first, second]) peer.destroy();
  });
});

describe('a setter', () => {
  it('refuses a value of the wrong type, and names the class, the property and what it takes', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const factory = new RTSPMediaFactory();
    const text = 'a string without NUL characters';
    const unsigned = 'an integer from 0 to 4294967295';
    const signed = 'an integer from -2147483648 to 2147483647';
    const wrong: [object, string, unknown, string][] = [
      [server, 'address', 7, `RTSPServer.address must be ${text}, not 7`],
      [server, 'address', null, `RTSPServer.address must be ${text}, not null`],
      [server, 'service', 'a\0b', `RTSPServer.service must be ${text}, not a string`],
      [server, 'backlog', '5', `RTSPServer.backlog must be ${signed}, not a string`],
      [server, 'backlog', 1.5, `RTSPServer.backlog must be ${signed}, not 1.5`],
      [server, 'contentLengthLimit', -1, `RTSPServer.contentLengthLimit must be ${unsigned}, not -1`],
      [server, 'contentLengthLimit', 1.5, `RTSPServer.contentLengthLimit must be ${unsigned}, not 1.5`],
      [server, 'auth', {}, 'RTSPServer.auth must be RTSPAuth or null, not an object'],
      [server, 'auth', factory, 'RTSPServer.auth must be RTSPAuth or null, not an object'],
      [server, 'protectSessions', 1, 'RTSPServer.protectSessions must be a boolean, not number'],
      [factory, 'launch', undefined, `RTSPMediaFactory.launch must be ${text}, not undefined`],
      [factory, 'shared', 'yes', 'RTSPMediaFactory.shared must be a boolean, not a string'],
      [factory, 'suspendMode', 7, 'RTSPMediaFactory.suspendMode must be a value of RTSPSuspendMode, not 7'],
      [factory, 'protocols', 1024, 'RTSPMediaFactory.protocols must be a value of RTSPLowerTrans, not 1024'],
      [
        factory,
        'prepareTimeout',
        '1',
        'RTSPMediaFactory.prepareTimeout must be an integer from 0 to 2147483647, not a string',
      ],
      [
        factory,
        'permissions',
        new RTSPUrl('rtsp://h/'),
        'RTSPMediaFactory.permissions must be RTSPPermissions or null, not an object',
      ],
      [
        new RTSPAuth(),
        'supportedMethods',
        8,
        'RTSPAuth.supportedMethods must be one or several of RTSPAuthMethod, not 8',
      ],
    ];
    for (const [object, property, value, message] of wrong) {
      assert.throws(() => Reflect.set(object, property, value), { name: 'TypeError', message });
    }
    assert.throws(() => Reflect.set(factory, 'retransmissionTime', 7.5), {
      name: 'TypeError',
      message: /^RTSPMediaFactory\.retransmissionTime must be .*, not 7\.5$/,
    });
  });

  it('refuses a value out of its range', () => {
    const factory = new RTSPMediaFactory();
    for (const [property, values] of [
      ['maxMcastTtl', [0, 256]],
      ['dscpQos', [64, -2]],
      ['prepareTimeout', [2 ** 31]],
      ['bufferSize', [2 ** 31]],
    ] as const) {
      const before: unknown = Reflect.get(factory, property);
      for (const value of values) {
        assert.throws(() => Reflect.set(factory, property, value), {
          name: /^(Type|Range)Error$/,
          message: new RegExp(property),
        });
        assert.equal(Reflect.get(factory, property), before);
      }
    }
  });

  it('has changed nothing when it throws', () => {
    const factory = factoryOf(tone);
    assert.throws(() => Reflect.set(factory, 'launch', 7), { name: 'TypeError' });
    assert.equal(factory.launch, tone);
  });
});

describe('a method', () => {
  it('refuses arguments of the wrong type, and names itself and the argument', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { mountPoints, sessionPool } = server;
    const wrong = (value: unknown) => value as never;
    assert.throws(() => mountPoints?.addFactory('no-slash', new RTSPMediaFactory()), {
      name: 'TypeError',
      message: /^RTSPMountPoints\.addFactory\(\): path must be a path that begins with '\/', not /,
    });
    assert.throws(() => mountPoints?.addFactory('/a', wrong({})), {
      name: 'TypeError',
      message: 'RTSPMountPoints.addFactory(): factory must be RTSPMediaFactory, not an object',
    });
    assert.throws(() => sessionPool?.find(wrong(7)), {
      name: 'TypeError',
      message: 'RTSPSessionPool.find(): sessionId must be a string without NUL characters, not 7',
    });
    await assert.rejects(sessionPool?.remove(wrong(server)) ?? Promise.resolve(), {
      name: 'TypeError',
      message: 'RTSPSessionPool.remove(): session must be RTSPSession, not an object',
    });
    assert.throws(() => new RTSPUrl('http://127.0.0.1/'), { name: 'GError' });
    assert.throws(() => new RTSPUrl(wrong(7)), { name: 'TypeError' });
    assert.throws(() => RTSPAuth.makeBasic(wrong(1), 'x'), { name: 'TypeError', message: /user must be a string/ });
  });
});

describe('a player of a camera that fails', () => {
  it('ends: it does not wait for ever', async () => {
    const launch = `( videotestsrc is-live=true ! video/x-raw,width=64,height=64,framerate=25/1 ! identity error-after=40
      ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 config-interval=1 )`;
    await using server = await serve({ port: 0, mounts: { '/a': launch } });
    server.on('media-error', () => undefined);
    const played = await decodeFrames(server.url('/a'), 1000);
    assert.equal(played.timedOut, false);
    assert.ok(played.frames > 0 && played.frames <= 41, `${played.frames} frames`);
  });
});
