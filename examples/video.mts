/**
 * A picture and a tone, to everybody; with `--auth` to those who know the password, with `--tls` over TLS and SRTP only.
 *
 *   npx tsx examples/video.mts [--port 8554] [--auth user:password] [--tls certificate-and-key.pem]
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { mount, RTSPAuth, RTSPPermissions, RTSPProfile, RTSPServer, RTSPToken, TlsCertificate } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, auth: { type: 'string' }, tls: { type: 'string' } },
});

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(
  server,
  '/test',
  `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=15/1
       ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
     audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
);

if (values.auth !== undefined || values.tls !== undefined) {
  const auth = new RTSPAuth();
  const token = new RTSPToken({ 'media.factory.role': 'user' });
  if (values.auth === undefined) {
    auth.defaultToken = token;
  } else {
    const [user = '', password = ''] = values.auth.split(/:(.*)/s);
    auth.addBasic(RTSPAuth.makeBasic(user, password), token);
  }
  const permissions = new RTSPPermissions();
  permissions.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
  factory.permissions = permissions;
  if (values.tls !== undefined) {
    auth.tlsCertificate = TlsCertificate.fromPem(readFileSync(values.tls, 'utf8'));
    factory.profiles = RTSPProfile.SAVP;
  }
  server.auth = auth;
}

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
