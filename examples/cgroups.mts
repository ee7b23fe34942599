/**
 * Sorts the threads of media into control groups by who watches, so that `admin` has a good picture while many of `user`
 * share what is left of the processor. DIR has a group `user` and one `admin`, whose files this process may write:
 *
 *   mkdir /sys/fs/cgroup/cpu/user /sys/fs/cgroup/cpu/admin; echo 100 > /sys/fs/cgroup/cpu/user/cpu.shares
 *   npx tsx examples/cgroups.mts [--port 8554] [--cgroups /sys/fs/cgroup/cpu]
 *
 * A thread of C cannot run JavaScript to put itself into a group. It is found by its name instead: GStreamer names a
 * thread after the element whose data it moves, and the threads that this one starts, say of an encoder, have its name.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { mount, parseLaunch, RTSPAuth, RTSPContext, RTSPMediaFactory, RTSPServer, RTSPToken } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, cgroups: { type: 'string', default: '/sys/fs/cgroup/cpu' } },
});

/** The field of a token that names the group. */
const groupField = 'cgroup.pool.media.class';

class GroupedFactory extends RTSPMediaFactory {
  override createElement() {
    const group = RTSPContext.current?.token?.getString(groupField) ?? 'user';
    return parseLaunch(
      `( videotestsrc name=${group}-video is-live=true ! video/x-raw,width=640,height=480,framerate=50/1
           ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
         audiotestsrc name=${group}-audio is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
    );
  }
}

/** Puts each thread whose name begins with that of a group into the group. */
async function sortThreads(): Promise<void> {
  const tasks = '/proc/self/task';
  for (const thread of await readdir(tasks)) {
    const name = await readFile(`${tasks}/${thread}/comm`, 'utf8').catch(() => ''); // it may have ended
    const group = /^(user|admin)-/.exec(name)?.[1];
    if (group === undefined) continue;
    // The file's name is another one in version 1 of control groups.
    const folder = `${values.cgroups}/${group}`;
    await appendFile(existsSync(`${folder}/tasks`) ? `${folder}/tasks` : `${folder}/cgroup.threads`, `${thread}\n`);
  }
}

await using server = new RTSPServer();
server.service = values.port;
const factory = new GroupedFactory();
for (const role of ['user', 'admin']) {
  factory.addRole(role, { 'media.factory.access': true, 'media.factory.construct': true });
}
factory.on('media-configure', (media) => {
  media.on('prepared', () => {
    sortThreads().catch((error: unknown) => {
      console.error(`served without control groups: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
});
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
