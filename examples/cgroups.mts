/**
 * Sorts the threads of media into control groups by who watches, so that `admin` has a good picture while many of `user`
 * share what is left of the processor. DIR has a group `user` and one `admin`, whose files this process may write:
 *
 *   mkdir /sys/fs/cgroup/cpu/user /sys/fs/cgroup/cpu/admin; echo 100 > /sys/fs/cgroup/cpu/user/cpu.shares
 *   npx tsx examples/cgroups.mts [--port 8554] [--cgroups DIR]     (default: /sys/fs/cgroup/cpu)
 *
 * A thread of C runs no JavaScript, and so cannot put itself into a group. It is found by its name instead: GStreamer names
 * a thread after the element whose data it moves, and those that it starts, for example of an encoder, inherit the name.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import {
  mount,
  parseLaunch,
  RTSPAuth,
  type RTSPContext,
  RTSPMediaFactory,
  RTSPServer,
  type RTSPThread,
  RTSPThreadPool,
  RTSPToken,
} from 'gst-rtsp-server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, cgroups: { type: 'string', default: '/sys/fs/cgroup/cpu' } },
});

/** The field of a token that says which group. */
const groupField = 'cgroup.pool.media.class';

/** Numbers its media: the first is a bin `m1`, and what in it has threads is named `m1-video` and `m1-audio`. */
class NumberedFactory extends RTSPMediaFactory {
  #made = 0;

  override createElement() {
    const name = `m${++this.#made}`;
    return parseLaunch(
      `( name=${name} videotestsrc name=${name}-video is-live=true ! video/x-raw,width=640,height=480,framerate=50/1
           ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
         audiotestsrc name=${name}-audio is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
    );
  }
}

class CGroupPool extends RTSPThreadPool {
  /** A medium gets a thread: who is it for? */
  protected override configureThread(_thread: RTSPThread, context: RTSPContext): void {
    const group = context.token?.getString(groupField) === 'admin' ? 'admin' : 'user';
    const { media } = context;
    media?.once('prepared', () => {
      moveThreads(`${media.element.name}-`, group).catch((error: unknown) => {
        console.error(`served without control groups: ${error instanceof Error ? error.message : String(error)}`);
      });
    });
  }
}

async function moveThreads(prefix: string, group: string): Promise<void> {
  const folder = `${values.cgroups}/${group}`;
  // The file has another name in version 2 of control groups.
  const file = existsSync(`${folder}/tasks`) ? `${folder}/tasks` : `${folder}/cgroup.threads`;
  let moved = 0;
  for (const thread of await readdir('/proc/self/task')) {
    const name = await readFile(`/proc/self/task/${thread}/comm`, 'utf8').catch(() => ''); // it may have ended
    if (!name.startsWith(prefix)) continue;
    await appendFile(file, `${thread}\n`);
    moved++;
  }
  console.log(`${moved} threads are in ${folder}`);
}

await using server = new RTSPServer();
server.service = values.port;
server.threadPool = new CGroupPool();
const factory = new NumberedFactory();
for (const role of ['user', 'admin']) {
  factory.addRole(role, { 'media.factory.access': true, 'media.factory.construct': true });
}
await mount(server, '/test', factory);

const auth = new RTSPAuth();
const token = (group: string) => new RTSPToken({ 'media.factory.role': group, [groupField]: group });
auth.addBasic(RTSPAuth.makeBasic('user', 'password'), token('user'));
auth.addBasic(RTSPAuth.makeBasic('admin', 'power'), token('admin'));
server.auth = auth;

await server.attach();
console.log(`stream with user:password ready at ${server.url('/test')}`);
console.log(`stream with admin:power ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
