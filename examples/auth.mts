/**
 * Users with passwords (Basic), and what each of them may do. After some seconds all sessions are removed.
 *
 *   npx tsx examples/auth.mts [--port 8554] [--seconds 10]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { mount, RTSPAuth, RTSPFilterResult, RTSPServer, RTSPToken } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, seconds: { type: 'string', default: '10' } },
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
auth.defaultToken = role('anonymous');
auth.addBasic(RTSPAuth.makeBasic('user', 'password'), role('user'));
auth.addBasic(RTSPAuth.makeBasic('admin', 'power'), role('admin'));
auth.addBasic(RTSPAuth.makeBasic('admin2', 'power2'), role('admin2'));
server.auth = auth;

await server.attach();
console.log(`stream with user:password ready at ${server.url('/test')}`);
console.log(`stream with admin:power ready at ${server.url('/test')}`);
console.log(`stream with admin2:power2 ready at ${server.url('/test2')}`);

setTimeout(
  () => {
    console.log('removing all sessions');
    server.sessionPool?.filter(() => RTSPFilterResult.REMOVE).catch(console.error);
  },
  Number(values.seconds) * 1000,
).unref();

await once(process, 'SIGINT');
