/** What is counted in memory that the watchdog's thread shares; the indices of an Int32Array. */
export const Progress = {
  /** Turns of the event loop. */
  TICKS: 0,
  /** Responses, to all clients. */
  ANSWERS: 1,
  /** Calls of bound functions. */
  CALLS: 2,
  /** What is going on: one of Phase. */
  PHASE: 3,
  /** The number of the bound function that runs on the JS thread now, plus one; 0 when none does. */
  RUNNING: 4,
  /** Counted up for each call, so that two of the same function are told apart. */
  SERIAL: 5,
  /** By how many ms the watchdog's own timer was late, the worst since it was last reset: the machine's noise. */
  NOISE: 6,
  /** Not 0: the stacks are wanted, without an end. */
  DUMP: 7,
  SIZE: 8,
} as const;

export const Phase = {
  STARTING: 0,
  RUNNING: 1,
  CLOSING: 2,
  DONE: 3,
} as const;
