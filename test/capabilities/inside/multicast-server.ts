/** Serves multicast over a cable; prints what the viewers at its other end have seen. */
import { mount, RTSPAddressPool, RTSPLowerTrans, RTSPMediaFactory, serve } from '../../../lib/index.js';
import { smallPicture } from '../../helpers/lines.js';
import { cable, runOnOtherMachine } from '../../helpers/network.js';

function factoryWith(pool: RTSPAddressPool): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = smallPicture;
  factory.shared = true;
  factory.addressPool = pool;
  return factory;
}

async function main(): Promise<void> {
  const pool = new RTSPAddressPool();
  pool.addRange('239.1.2.3', '239.1.2.3', 5000, 5001, 7);
  await using server = await serve({ port: 0, address: cable.server, mounts: { '/shared': factoryWith(pool) } });
  // The only address of the pool will be taken by the first.
  await mount(server, '/late', factoryWith(pool));
  await mount(server, '/unicast', { launch: smallPicture, protocols: RTSPLowerTrans.UDP | RTSPLowerTrans.TCP });
  const pool6 = new RTSPAddressPool();
  pool6.addRange('ff15::17', 'ff15::17', 5100, 5101, 3);
  await using server6 = await serve({ port: 0, address: cable.server6, mounts: { '/shared': factoryWith(pool6) } });
  const urls = [server.url(), server6.url()];
  const { code, stdout, stderr } = await runOnOtherMachine('test/capabilities/inside/multicast-viewers.ts', urls, {
    deadline: 50_000,
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code ?? 1;
}

void main();
