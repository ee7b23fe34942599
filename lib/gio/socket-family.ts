/**
 * The families of network addresses, by their numbers on Linux.
 *
 * @see GSocketFamily
 */
export const SocketFamily = {
  IPV4: 2,
  IPV6: 10,
} as const;

/** One of SocketFamily. */
export type SocketFamily = (typeof SocketFamily)[keyof typeof SocketFamily];
