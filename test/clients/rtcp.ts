/** What a test client tells about what it receives. */
export interface Told {
  ssrc: number;
  fractionLost: number;
  packetsLost: number;
  highestSequence: number;
  jitter: number;
  /** By how many milliseconds it answers later than it says. Default: it answers at once, and says so. */
  late?: number;
}

/** How long a client says that it has held a sender report, in milliseconds. */
const held = 2000;

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
  // In 1/65536 s: when the sender report was sent, as if it had been so long ago, and how long it was held.
  const inUnits = (milliseconds: number) => Math.round((milliseconds / 1000) * 65536);
  report.writeUInt32BE((senderReport.readUInt32BE(10) - inUnits(held + (told.late ?? 0))) >>> 0, 24);
  report.writeUInt32BE(inUnits(held), 28);
  return report;
}

export const isSenderReport = (packet: Buffer) => packet.readUInt8(1) === 200;
