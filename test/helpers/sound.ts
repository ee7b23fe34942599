/** An RTP packet of 20 ms of G.711 sound, each byte of which is the same. */
export function soundPacket(sequence: number, sound: number): Buffer {
  const packet = Buffer.alloc(12 + 160, sound);
  packet.writeUInt16BE(0x8000, 0);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(0x12345678, 8);
  return packet;
}
