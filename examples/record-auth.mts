/**
 * Takes what others send (RECORD), if they know the password; with `--tls` over TLS and SRTP only.
 *
 *   npx tsx examples/record-auth.mts [--port 8554] [--tls certificate-and-key.pem] "( decodebin name=depay0 ! autovideosink )"
 *   gst-launch-1.0 videotestsrc ! x264enc ! rtspclientsink location=rtsp://user:password@127.0.0.1:8554/test
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import {
  mount,
  RTSPAuth,
  RTSPProfile,
  RTSPServer,
  RTSPToken,
  RTSPTransportMode,
  TlsCertificate,
} from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, tls: { type: 'string' } },
  allowPositionals: true,
});
const launch = positionals.at(0);
if (launch === undefined) throw new Error('give a launch line, in parentheses');

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(server, '/test', launch);
factory.transportMode = RTSPTransportMode.RECORD;
factory.latency = 2000; // milliseconds
factory.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
// Who gives no password may know of it, and so is asked for one: 401.
factory.addRole('anonymous', { 'media.factory.access': true, 'media.factory.construct': false });

const auth = new RTSPAuth();
auth.defaultToken = new RTSPToken({ 'media.factory.role': 'anonymous' });
auth.addBasic(RTSPAuth.makeBasic('user', 'password'), new RTSPToken({ 'media.factory.role': 'user' }));
if (values.tls === undefined) {
  factory.profiles = RTSPProfile.AVP | RTSPProfile.AVPF;
} else {
  auth.tlsCertificate = TlsCertificate.fromPem(readFileSync(values.tls, 'utf8'));
  factory.profiles = RTSPProfile.SAVP | RTSPProfile.SAVPF;
}
server.auth = auth;

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
