import assert from 'node:assert/strict';

import { projectRoot, type RunningProcess, startProcess } from './process.js';

/** An example that serves. */
export interface Example {
  /** Where it serves: what it printed. */
  readonly url: string;
  readonly process: RunningProcess;
}

export interface ExampleOptions {
  /** A command that starts it, with its arguments; default: it is started directly. */
  readonly by?: readonly string[];
}

/** The command that runs an example. */
export function exampleCommand(name: string, args: readonly string[] = []): readonly string[] {
  return [process.execPath, '--import=tsx', `examples/${name}.mts`, ...args];
}

/**
 * Starts an example that serves, on a free port, and uses it. Ctrl-C must end it then, well and without critical words of
 * GLib's or warnings of Node's.
 */
export async function withExample<T>(
  name: string,
  args: readonly string[],
  use: (example: Example) => Promise<T>,
  { by = [] }: ExampleOptions = {},
): Promise<T> {
  const [command = '', ...all] = [...by, ...exampleCommand(name, ['--port', '0', ...args])];
  const example = startProcess(command, all, { cwd: projectRoot, env: { LD_PRELOAD: process.env.LD_PRELOAD } });
  try {
    const [, url = ''] = await example.waitForLine(/ready at (rtsps?:\S+)/);
    const result = await use({ url, process: example });
    const exit = await example.stop('SIGINT');
    assert.deepEqual([exit.code, exit.signal], [0, null], exit.stderr);
    assert.doesNotMatch(exit.stderr, /CRITICAL|\(node:\d+\)/);
    return result;
  } catch (error) {
    if (error instanceof Error) error.message += `\n${name} has said:\n${example.stdout}${example.stderr}`;
    throw error;
  } finally {
    example.killGroup();
  }
}

/** The URL with a user and a password, as players take them. */
export function withPassword(url: string, user: string, password: string): string {
  return url.replace('://', `://${user}:${password}@`);
}
