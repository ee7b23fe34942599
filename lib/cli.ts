#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { RTSPLowerTrans } from './gstrtsp/enums.js';
import type { MountOptions, RTSPContext, RTSPServer } from './index.js';
import { testPicture } from './test-picture.js';

const usage = `Usage: gst-rtsp-server [options]

Serves media over RTSP. Without --mount it serves a test picture at /test.

  --mount /path='( launch )'    serve a GStreamer launch line; its payloader is named pay0;
                                what has ' ! ' in it and is no file is one without parentheses, too
  --mount /path=film.mp4        serve a media file
  --mount /path=rtsp://…        serve whatever a URI gives; --mount may be repeated
  --port PORT                   listen on this port; 0 takes a free one (default: 8554)
  --address ADDRESS             listen on this address; 0.0.0.0 is every one (default: 127.0.0.1)
  --auth USER:PASSWORD          ask for this user's password
  --tcp-only                    send RTP over the RTSP connection only
  --verbose                     say who connects and what is asked
  --version                     print the version and exit
  --help                        print this and exit
`;

/** How long a stop may take, in ms, before the process ends without it; its end may take 700 ms more. */
const stopLimit = 800;

/** What the caller has typed wrong. */
class UsageError extends Error {}

interface Settings {
  port: number;
  address: string;
  mounts: Record<string, MountOptions>;
  auth?: { user: string; password: string };
  verbose: boolean;
}

function readArguments(): Settings | null {
  const { values } = parse();
  if (values.help) {
    process.stdout.write(usage);
    return null;
  }
  if (values.version) {
    process.stdout.write(`${version()}\n`);
    return null;
  }
  const shared: Partial<MountOptions> = values['tcp-only'] ? { protocols: RTSPLowerTrans.TCP } : {};
  const mounts: Record<string, MountOptions> = {};
  for (const text of values.mount ?? []) {
    const { at, what } = readMount(text);
    if (Object.hasOwn(mounts, at)) throw new UsageError(`--mount ${at}: there is another one of that path`);
    mounts[at] = { ...shared, ...what };
  }
  if (!values.mount) mounts['/test'] = { ...shared, launch: testPicture, shared: true };
  return {
    port: readPort(values.port ?? '8554'),
    address: values.address ?? '127.0.0.1',
    mounts,
    ...(values.auth === undefined ? {} : { auth: readAuth(values.auth) }),
    verbose: values.verbose ?? false,
  };
}

const known = {
  mount: { type: 'string', multiple: true },
  port: { type: 'string' },
  address: { type: 'string' },
  auth: { type: 'string' },
  'tcp-only': { type: 'boolean' },
  verbose: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The arguments, each value that begins with a dash joined to its option: Node takes it only so. */
function joined(args: readonly string[]): string[] {
  const result: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const takesValue = Object.entries(known).some(([name, { type }]) => type === 'string' && args[i] === `--${name}`);
    if (takesValue && args[i + 1]?.startsWith('-')) result.push(`${args[i]}=${args[++i]}`);
    else result.push(args[i]);
  }
  return result;
}

function parse() {
  try {
    return parseArgs({ args: joined(process.argv.slice(2)), options: known });
  } catch (error) {
    // Node's own words; what it adds about `--` is of no use here.
    throw new UsageError((error as Error).message.split('. To specify')[0], { cause: error });
  }
}

function version(): string {
  const text = readFileSync(path.join(__dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new UsageError(`--port must be a number from 0 to 65535, not '${text}'`);
  return port;
}

function readAuth(text: string): { user: string; password: string } {
  const colon = text.indexOf(':');
  if (colon <= 0) throw new UsageError('--auth must be USER:PASSWORD');
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function readMount(text: string): { at: string; what: MountOptions } {
  const equals = text.indexOf('=');
  const at = text.slice(0, equals);
  const value = text.slice(equals + 1).trim();
  if (equals < 0 || !at.startsWith('/') || value === '') {
    throw new UsageError(`--mount must be /path='( launch )', /path=file or /path=uri, not '${text}'`);
  }
  if (value.startsWith('(')) return { at, what: { launch: value } };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return { at, what: { uri: value } };
  if (/\s!\s/.test(value) && !existsSync(value)) return { at, what: { launch: value } };
  return { at, what: { file: value } };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function report(server: RTSPServer): void {
  let count = 0;
  server.on('client-connected', (client) => {
    const name = `client ${++count} (${client.remoteAddress ?? 'unknown'})`;
    say(`${name} has connected`);
    const tell = (method: string) => (context: RTSPContext) => {
      say(`${name}: ${method} ${context.uri?.toString() ?? '*'}`);
    };
    client.on('describe-request', tell('DESCRIBE'));
    client.on('setup-request', tell('SETUP'));
    client.on('play-request', tell('PLAY'));
    client.on('pause-request', tell('PAUSE'));
    client.on('teardown-request', tell('TEARDOWN'));
    client.on('closed', () => {
      say(`${name} has gone`);
    });
  });
}

/** What tells that SIGINT or SIGTERM has come; after the first one, the process ends in time and with code 0. */
function stopBySignals(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => {
      // Who asks again while even this hangs ends it at once.
      process.off('SIGINT', stop).off('SIGTERM', stop);
      process.exit(0);
    }, stopLimit).unref();
  };
  // Not once: npm passes on the Ctrl-C that the terminal has sent to all of its processes.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/** Not left to Node, which would take the handlers of the signals off before its end: the second one would count. */
async function stop(server: RTSPServer): Promise<never> {
  await server.close();
  process.exit(0);
}

async function main(): Promise<void> {
  const settings = readArguments();
  if (!settings) return;
  const { verbose, ...options } = settings;
  const stopped = stopBySignals();
  // Here, not at the top: it throws where GStreamer is missing, and help is wanted there, too.
  const { serve } = await import('./index.js');
  const server = await serve(options);
  if (stopped.aborted) return stop(server);
  stopped.addEventListener('abort', () => void stop(server));
  server.on('media-error', (at, error, debug) => {
    process.stderr.write(`gst-rtsp-server: ${at}: ${error.message}${verbose && debug ? `\n${debug}` : ''}\n`);
  });
  server.on('handler-error', (error) => process.stderr.write(`gst-rtsp-server: ${error.message}\n`));
  if (verbose) report(server);

  const urls = Object.keys(settings.mounts).map((at) => withUser(server.url(at), settings.auth));
  for (const url of urls) say(`Serving ${url}`);
  say(`Play it:  ffplay -rtsp_transport tcp ${quoted(urls[0] ?? '')}`);
  say('Ctrl-C stops.');
}

/** Players take the credentials from the URL. */
function withUser(url: string, auth: Settings['auth']): string {
  if (!auth) return url;
  return url.replace('://', `://${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@`);
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// Who reads its output may leave, as `head` does: it serves on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().catch((error: unknown) => {
  process.stderr.write(`gst-rtsp-server: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write('Try gst-rtsp-server --help.\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
