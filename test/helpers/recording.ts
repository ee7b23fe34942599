import { RTSPMedia, RTSPRangeUnit, RTSPTimeRange } from '../../lib/index.js';

/** A film that has a time of day. */
export class Recording extends RTSPMedia {
  /** When it begins: a November evening of 2026, in ms. */
  static readonly begins = Date.UTC(2026, 10, 24, 19, 4, 5);

  override async convertRange(range: string, unit: RTSPRangeUnit): Promise<string | null> {
    const { unit: from, start, end } = RTSPTimeRange.parse(range);
    if (from === RTSPRangeUnit.CLOCK && unit === RTSPRangeUnit.NPT) {
      const place = (time: unknown) => (time instanceof Date ? (time.getTime() - Recording.begins) / 1000 : null);
      return String(RTSPTimeRange.npt(place(start), place(end)));
    }
    if (from === RTSPRangeUnit.NPT && unit === RTSPRangeUnit.CLOCK && typeof start === 'number') {
      const time = (place: number) => new Date(Recording.begins + place * 1000);
      return String(RTSPTimeRange.clock(time(start), typeof end === 'number' ? time(end) : null));
    }
    return super.convertRange(range, unit);
  }
}
