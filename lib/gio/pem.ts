import { isUint8Array } from 'node:util/types';

/**
 * What a file of PEM text has, whether it was read as text or not.
 *
 * @param method - Whose argument it is.
 * @throws TypeError for anything else.
 */
export function pemText(pem: string | Uint8Array, method: string): string {
  if (typeof pem === 'string') return pem;
  if (isUint8Array(pem)) return Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength).toString();
  throw new TypeError(`${method}: pem must be a string, a Buffer or a Uint8Array, not ${typeof pem}`);
}
