/**
 * Users with passwords that are never sent (Digest), some of them perhaps from a file of `htdigest`.
 *
 *   npx tsx examples/auth-digest.mts [--port 8554] [--htdigest-path users.htdigest] [--realm camera]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { mount, RTSPAuth, RTSPAuthMethod, RTSPServer, RTSPToken } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8554' },
    'htdigest-path': { type: 'string' },
    realm: { type: 'string' },
  },
});

const everything = { 'media.factory.access': true, 'media.factory.construct': true };
/** Who may only look is told 401 when he wants to play; a role that a mount does not know is told 404. */
const lookOnly = { 'media.factory.access': true, 'media.factory.construct': false };

await using server = new RTSPServer();
server.service = values.port;
const test = await mount(
  server,
  '/test',
  `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=15/1
       ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
     audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
);
test.addRole('user', everything);
test.addRole('admin', everything);
test.addRole('admin2', lookOnly);
test.addRole('anonymous', lookOnly);
const test2 = await mount(
  server,
  '/test2',
  `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=30/1
       ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 )`,
);
test2.addRole('admin2', everything);
// Players give a password only when they are asked for one, 401: who has given none must not be told 404.
test2.addRole('anonymous', lookOnly);

const role = (name: string) => new RTSPToken({ 'media.factory.role': name });
const auth = new RTSPAuth();
auth.supportedMethods = RTSPAuthMethod.DIGEST;
// Passwords of a file belong to a realm: those of another one are passed over.
if (values.realm !== undefined) auth.realm = values.realm;
auth.defaultToken = role('anonymous');
auth.addDigest('user', 'password', role('user'));
auth.addDigest('admin', 'power', role('admin'));
auth.addDigest('admin2', 'power2', role('admin2'));
const file = values['htdigest-path'];
if (file !== undefined && !auth.parseHtdigest(file, role('user'))) throw new Error(`cannot read ${file}`);
server.auth = auth;

await server.attach();
console.log(`stream with user:password ready at ${server.url('/test')}`);
console.log(`stream with admin:power ready at ${server.url('/test')}`);
console.log(`stream with admin2:power2 ready at ${server.url('/test2')}`);
if (file !== undefined) console.log(`stream with the users of ${file} ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
