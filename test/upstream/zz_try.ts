import { RTSPMediaFactory, RTSPUrl, RTSPThreadPool } from '../../lib/index.js';
async function main() {
  const f = new RTSPMediaFactory();
  f.on('media-error', (m, e) => console.log('media-error', e.message));
  f.launch = process.argv[2];
  const m = await f.construct(new RTSPUrl('rtsp://localhost:8554/test'));
  console.log(m?.nStreams, await m?.prepare(new RTSPThreadPool()), m?.nStreams);
}
void main();
