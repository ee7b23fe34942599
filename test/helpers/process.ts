import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { deferred, withDeadline } from './deadline.js';
import { temporaryFolder } from './temporary.js';

/** The folder that holds package.json. */
export const projectRoot = path.resolve(__dirname, '../..');

/** How a process ended, and what it had said until then. */
export interface Exit {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, or null. */
  readonly signal: NodeJS.Signals | null;
  /** Its deadline passed, and it was killed for that. */
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from its start to its end. */
  readonly ms: number;
}

export interface ProcessOptions {
  /** Default: {@link projectRoot}. */
  readonly cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether it reads what `write()` writes. Default: false, it has no input. */
  readonly input?: boolean;
}

export interface RunOptions extends ProcessOptions {
  /** Milliseconds after which the process and its children are killed; default 25,000. */
  readonly deadline?: number;
}

/** A process that runs beside the test. Emits each line that it writes, to either stream, without its end. */
export class RunningProcess extends EventEmitter<{ line: [line: string] }> {
  /** Its end; rejects only when it could not be started. */
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #command: string;
  readonly #lines: string[] = [];
  readonly #output = { stdout: '', stderr: '' };
  #timedOut = false;

  constructor(command: string, args: readonly string[], options: ProcessOptions) {
    super();
    const started = performance.now();
    let ms = 0;
    const exit = deferred<Exit>();
    this.#command = [command, ...args].join(' ');
    // AddressSanitizer is there for the addon: in a program in C it takes exceptions of a library for errors.
    // A process group of its own, so that a kill reaches the processes that it has started as well.
    this.#child = spawn(command, args, {
      cwd: options.cwd ?? projectRoot,
      env: { ...process.env, ...(command === process.execPath ? {} : { LD_PRELOAD: undefined }), ...options.env },
      stdio: [options.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(this);
    this.#collect('stdout');
    this.#collect('stderr');
    this.#child.once('error', (error) => {
      running.delete(this);
      exit.reject(new Error(`cannot start ${command}: ${error.message}`));
    });
    this.#child.once('exit', () => {
      ms = performance.now() - started;
    });
    this.#child.once('close', (code, signal) => {
      running.delete(this);
      exit.resolve({ code, signal, timedOut: this.#timedOut, ...this.#output, ms });
    });
    this.exit = exit.promise;
    // Whoever awaits the end sees the rejection; whoever does not must not bring the test run down.
    this.exit.catch(() => undefined);
  }

  /** The process id; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it has written to standard output so far. */
  get stdout(): string {
    return this.#output.stdout;
  }

  /** What it has written to standard error so far. */
  get stderr(): string {
    return this.#output.stderr;
  }

  /**
   * Resolves to the match of the first line, on either stream and since the start, that `pattern` matches.
   * Rejects when the process ends without it, or after `deadline` milliseconds.
   */
  async waitForLine(pattern: RegExp, deadline = 20_000): Promise<RegExpMatchArray> {
    const found = deferred<RegExpMatchArray>();
    const look = (line: string): void => {
      const match = line.match(pattern);
      if (match !== null) found.resolve(match);
    };
    this.on('line', look);
    this.#lines.forEach(look);
    void this.exit.then(() => {
      found.reject(new Error(`${this.#command} ended without a line like ${String(pattern)}\n${this.#said()}`));
    }, found.reject);
    try {
      return await withDeadline(found.promise, deadline, () => `a line like ${String(pattern)}\n${this.#said()}`);
    } finally {
      this.off('line', look);
    }
  }

  /** Writes to its input; null ends that. */
  write(text: string | null): void {
    if (text === null) this.#child.stdin?.end();
    else this.#child.stdin?.write(text);
  }

  /** Sends a signal to the process alone. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends `signal` to the process alone, and resolves to its end; kills it after `deadline` milliseconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', deadline = 10_000): Promise<Exit> {
    this.kill(signal);
    return this.endWithin(deadline);
  }

  /** Resolves to its end; kills the process and what it has started after `deadline` milliseconds. */
  async endWithin(deadline: number): Promise<Exit> {
    const timer = setTimeout(() => {
      this.#timedOut = true;
      this.killGroup();
    }, deadline);
    try {
      return await this.exit;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kills the process and what it has started, at once. */
  killGroup(): void {
    if (this.#child.pid === undefined || !running.has(this)) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #collect(stream: 'stdout' | 'stderr'): void {
    let unfinished = '';
    this.#child[stream]
      ?.setEncoding('utf8')
      .on('data', (text: string) => {
        this.#output[stream] += text;
        const lines = (unfinished + text).split(/\r\n|\n|\r/);
        unfinished = lines.pop() ?? '';
        lines.forEach((line) => {
          this.#line(line);
        });
      })
      .on('end', () => {
        if (unfinished !== '') this.#line(unfinished);
      });
  }

  #line(line: string): void {
    this.#lines.push(line);
    this.emit('line', line);
  }

  #said(): string {
    return `stdout:\n${this.stdout}\nstderr:\n${this.stderr}`;
  }
}

const running = new Set<RunningProcess>();

// Process groups of their own do not get the terminal's Ctrl-C, so what still runs is ended here.
process.once('exit', () => {
  for (const child of running) child.killGroup();
});

/** Starts a process that runs beside the test. */
export function startProcess(
  command: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): RunningProcess {
  return new RunningProcess(command, args, options);
}

/** Runs a command to its end. A non-zero code, a signal or a passed deadline is a result, not an error. */
export async function run(command: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Exit> {
  return startProcess(command, args, options).endWithin(options.deadline ?? 25_000);
}

/** A TypeScript file, by its path from {@link projectRoot}, or the source of one as if it stood there. */
export type Script = { readonly file: string } | { readonly source: string };

export interface ScriptOptions extends ProcessOptions {
  /** Further options for node. */
  readonly nodeArgs?: readonly string[];
  /** Arguments for the script. */
  readonly args?: readonly string[];
}

/** Starts a script in a node of its own, with TypeScript understood and `gc()` exposed. */
export function startScript(script: Script, options: ScriptOptions = {}): RunningProcess {
  const file = 'file' in script ? path.resolve(projectRoot, script.file) : fileOf(script.source);
  const nodeArgs = ['--import', 'tsx', '--expose-gc', ...(options.nodeArgs ?? [])];
  return startProcess(process.execPath, [...nodeArgs, file, ...(options.args ?? [])], options);
}

/** Runs a script to its end, as {@link startScript} starts it and {@link run} waits for it. */
export async function runScript(script: Script, options: ScriptOptions & RunOptions = {}): Promise<Exit> {
  return startScript(script, options).endWithin(options.deadline ?? 25_000);
}

let sources = 0;

/**
 * Writes a source to a temporary folder that mirrors the project's root by links, so that it can import
 * './lib/index.js' and the installed packages; module identity is that of the linked files. It is a CommonJS module
 * like the project's own: from an ES module tsx would load a second copy of what both of them import.
 */
function fileOf(source: string): string {
  const folder = temporaryFolder();
  for (const entry of readdirSync(projectRoot)) {
    const link = path.join(folder, entry);
    if (!existsSync(link)) symlinkSync(path.join(projectRoot, entry), link);
  }
  sources += 1;
  const file = path.join(folder, `script-${sources}.ts`);
  writeFileSync(file, source);
  return file;
}
