/**
 * The families of network addresses, by their numbers on Linux.
 *
 * @see GSocketFamily
 */
export const SocketFamily = {
  /** IPv4. @see G_SOCKET_FAMILY_IPV4 */
  IPV4: 2,
  /** IPv6. @see G_SOCKET_FAMILY_IPV6 */
  IPV6: 10,
} as const;

/** One of SocketFamily. */
export type SocketFamily = (typeof SocketFamily)[keyof typeof SocketFamily];
