import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

// Synchronous on purpose: the asynchronous fs functions run on a thread pool whose threads and descriptors
// would be counted with what is measured. A read from /proc takes microseconds.

/** How many threads this process has. */
export function threadCount(): number {
  return readdirSync('/proc/self/task').length;
}

/** The names of this process's threads, sorted. */
export function threadNames(): string[] {
  return readdirSync('/proc/self/task')
    .flatMap((thread) => {
      try {
        return [readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trimEnd()];
      } catch {
        // The thread ended after it was listed.
        return [];
      }
    })
    .sort();
}

/** How many file descriptors this process has open. */
export function fileDescriptorCount(): number {
  const thatOfTheListingItself = 1;
  return readdirSync('/proc/self/fd').length - thatOfTheListingItself;
}

/** How many sockets this process has open. */
export function socketCount(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
    } catch {
      // That of the listing itself.
      return false;
    }
  }).length;
}

/** Resident memory of this process, in bytes. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/** How many processors this process may run on, whatever share of their time it gets. */
export function processorCount(): number {
  const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const ranges = list.split(',').map((range) => range.split('-').map(Number));
  return ranges.reduce((count, [first, last = first]) => count + last - first + 1, 0);
}
