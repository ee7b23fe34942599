import { spawnSync } from 'node:child_process';

import { type Exit, projectRoot, run, type RunOptions, startProcess } from './process.js';

/** The server's address on the cable, and that of the machine at its other end. */
export const cable = { server: '10.77.0.1', client: '10.77.0.2', server6: 'fd77::1', client6: 'fd77::2' } as const;

/** Two networks with a cable between them, and a command in the first one. The other one's process is $PEER. */
const twoMachines = `
set -e
unshare --net sleep 1000 &
export PEER=$!
trap 'kill $PEER' EXIT
until [ "$(readlink /proc/$PEER/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
ip link add cable type veth peer name cable netns $PEER
up() {
  ip link set lo up
  ip address add $1/24 dev cable
  ip address add $2/64 dev cable nodad
  ip link set cable up multicast on
  ip route add 224.0.0.0/4 dev cable
}
up ${cable.server} ${cable.server6}
nsenter --net=/proc/$PEER/ns/net sh -c "$(command -V up | tail -n +2); up ${cable.client} ${cable.client6}"
"$@"
`;

// What starts it does without AddressSanitizer, like every program in C.
const preload = `LD_PRELOAD=${process.env.LD_PRELOAD ?? ''}`;
const node = (file: string) => ['env', preload, process.execPath, '--import', 'tsx', '--expose-gc', file];

const succeeds = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

let inUserNamespace: boolean | undefined;

/** Whether networks are made in a user namespace, for want of the rights to make them without. */
function userNamespace(): boolean {
  inUserNamespace ??= !succeeds('unshare', '--net', 'true');
  // Ubuntu 24.04 has user namespaces in which an ordinary user's program may do nothing; script/test uses sudo then.
  if (inUserNamespace && !succeeds('unshare', '--net', '--map-root-user', 'ip', 'link', 'set', 'lo', 'up')) {
    throw new Error(
      'this test makes a network of its own, which takes root, user namespaces, or script/test with sudo',
    );
  }
  return inUserNamespace;
}

/** Runs a command in a network of its own. */
function ownNetwork(): string[] {
  return ['unshare', '--net', ...(userNamespace() ? ['--map-root-user'] : [])];
}

/** Runs a command in the network of a process, which was started there. */
function networkOf(pid: string): string[] {
  return [
    'nsenter',
    ...(userNamespace() ? [`--user=/proc/${pid}/ns/user`, '--preserve-credentials'] : []),
    `--net=/proc/${pid}/ns/net`,
  ];
}

/** Two machines with a cable between them: what runs a command on each. */
export interface Machines extends AsyncDisposable {
  readonly server: readonly string[];
  readonly client: readonly string[];
}

/** Two machines that are there until they are disposed of, or for a minute. */
export async function startMachines(): Promise<Machines> {
  const [command, ...args] = [...ownNetwork(), 'bash', '-c', twoMachines, 'bash'];
  const network = startProcess(command, [...args, 'sh', '-c', 'echo machines $$ $PEER; exec sleep 60']);
  const gone = async () => {
    network.killGroup();
    await network.exit;
  };
  try {
    const [, server = '', client = ''] = await network.waitForLine(/^machines (\d+) (\d+)$/);
    return { server: networkOf(server), client: networkOf(client), [Symbol.asyncDispose]: gone };
  } catch (error) {
    await gone();
    throw error;
  }
}

/**
 * Runs a TypeScript file on a machine with a network of its own, with a cable to another one: what multicast needs, since
 * a server and its viewers take the same port.
 */
export function runOnMachine(file: string, options: RunOptions = {}): Promise<Exit> {
  const [command, ...args] = [...ownNetwork(), 'bash', '-c', twoMachines, 'bash', ...node(file)];
  return run(command, args, {
    cwd: projectRoot,
    ...options,
  });
}

/** In such a file: runs another one, with arguments, on the machine at the other end of the cable. */
export function runOnOtherMachine(file: string, args: readonly string[], options: RunOptions = {}): Promise<Exit> {
  const network = `--net=/proc/${process.env.PEER ?? ''}/ns/net`;
  return run('nsenter', [network, ...node(file), ...args], { cwd: projectRoot, ...options });
}
