/** What a test client tells about what it receives. */
export interface Told {
  ssrc: number;
  fractionLost: number;
  packetsLost: number;
  highestSequence: number;
  jitter: number;
}

/** A receiver report about the sender of a sender report. */
export function receiverReport(told: Told, senderReport: Buffer): Buffer {
  const report = Buffer.alloc(32);
  report.writeUInt16BE(0x81c9, 0);
  report.writeUInt16BE(7, 2);
  report.writeUInt32BE(told.ssrc, 4);
  report.writeUInt32BE(senderReport.readUInt32BE(4), 8);
  report.writeUInt32BE(told.fractionLost * 256 * 0x1000000 + told.packetsLost, 12);
  report.writeUInt32BE(told.highestSequence, 16);
  report.writeUInt32BE(told.jitter, 20);
  // When the sender report was sent, and that it is answered at once.
  report.writeUInt32BE(senderReport.readUInt32BE(10), 24);
  return report;
}

export const isSenderReport = (packet: Buffer) => packet.readUInt8(1) === 200;
