import { RTSPRangeUnit } from './enums.js';

/** A time of SMPTE: of a film, whose seconds have frames. @see GstRTSPTime2 */
export interface RTSPSmpteTime {
  /** 0 to 99. @see GstRTSPTime.seconds */
  readonly hours: number;
  /** 0 to 59. @see GstRTSPTime.seconds */
  readonly minutes: number;
  /** 0 to 59. @see GstRTSPTime.seconds */
  readonly seconds: number;
  /** 0 to 29, with hundredths. Default: 0. @see GstRTSPTime2.frames */
  readonly frames?: number;
}

/**
 * One end of a range: seconds or `'now'` of NPT, a Date of a clock, a time of SMPTE; null where it is open.
 *
 * @see GstRTSPTime
 */
export type RTSPTime = number | 'now' | Date | RTSPSmpteTime | null;

const names: Readonly<Record<RTSPRangeUnit, string>> = {
  [RTSPRangeUnit.SMPTE]: 'smpte',
  [RTSPRangeUnit.SMPTE_30_DROP]: 'smpte-30-drop',
  [RTSPRangeUnit.SMPTE_25]: 'smpte-25',
  [RTSPRangeUnit.NPT]: 'npt',
  [RTSPRangeUnit.CLOCK]: 'clock',
};

const frameRates = {
  [RTSPRangeUnit.SMPTE]: 30,
  [RTSPRangeUnit.SMPTE_30_DROP]: 30,
  [RTSPRangeUnit.SMPTE_25]: 25,
} as const;
type SmpteUnit = keyof typeof frameRates;

const farthest = 999_999_999;

/**
 * What stands in the `Range` header of PLAY and its response: a part of what is played.
 *
 * @example
 * ```ts
 * RTSPTimeRange.npt(10.5, 20).toString(); // 'npt=10.5-20'
 * RTSPTimeRange.parse('clock=20261124T190405Z-').start; // a Date
 * ```
 * @see GstRTSPTimeRange
 */
export class RTSPTimeRange {
  private constructor(
    /** What the times are counted in. @see GstRTSPTimeRange.unit */
    readonly unit: RTSPRangeUnit,
    /** Where it begins; null: where it is at present. @see GstRTSPTimeRange.min */
    readonly start: RTSPTime,
    /** Where it ends; null: at the end of all. @see GstRTSPTimeRange.max */
    readonly end: RTSPTime,
  ) {
    if (start === null && end === null) throw new TypeError('an RTSPTimeRange begins or ends somewhere');
    const [from, to] = [toNumber(unit, start), toNumber(unit, end)];
    if (from !== null && to !== null && from > to) {
      throw new TypeError(`an RTSPTimeRange begins before it ends, and not ${text(unit, start)}-${text(unit, end)}`);
    }
  }

  /**
   * A range in the normal play time: seconds from the beginning.
   *
   * @param start - 0 to 999999999, `'now'`, or null with an end: the last `end` seconds.
   * @throws TypeError for other times, and for a range that ends before it begins.
   * @see GST_RTSP_RANGE_NPT
   */
  static npt(start: number | 'now' | null, end: number | 'now' | null = null): RTSPTimeRange {
    for (const time of [start, end]) {
      if (time !== null && time !== 'now' && !(typeof time === 'number' && time >= 0 && time <= farthest)) {
        throw new TypeError(`a time of NPT must be a number from 0 to ${farthest}, 'now' or null, not ${String(time)}`);
      }
    }
    return new RTSPTimeRange(RTSPRangeUnit.NPT, start, end);
  }

  /**
   * A range of the time of day.
   *
   * @throws TypeError for what is no Date of the years 1900 to 9999, and for a range that ends before it begins.
   * @see GST_RTSP_RANGE_CLOCK
   */
  static clock(start: Date, end: Date | null = null): RTSPTimeRange {
    for (const time of end === null ? [start] : [start, end]) {
      const year = time instanceof Date ? time.getUTCFullYear() : NaN;
      if (!(year >= 1900 && year <= 9999)) throw new TypeError('a time of a clock must be a Date from 1900 to 9999');
    }
    return new RTSPTimeRange(RTSPRangeUnit.CLOCK, start, end);
  }

  /**
   * A range of a film.
   *
   * @param unit - How many frames a second has: 30, 30 of which some are left out, or 25.
   * @throws TypeError for what is no such time, and for a range that ends before it begins.
   * @see GST_RTSP_RANGE_SMPTE
   */
  static smpte(
    start: RTSPSmpteTime,
    end: RTSPSmpteTime | null = null,
    unit: SmpteUnit = RTSPRangeUnit.SMPTE,
  ): RTSPTimeRange {
    const frameRate = Object.hasOwn(frameRates, unit) ? frameRates[unit] : undefined;
    if (frameRate === undefined)
      throw new TypeError(`a unit of SMPTE must be one of RTSPRangeUnit, not ${String(unit)}`);
    for (const time of end === null ? [start] : [start, end]) {
      const { hours, minutes, seconds, frames = 0 } = time;
      const fits = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value < limit;
      if (!fits(hours, 100) || !fits(minutes, 60) || !fits(seconds, 60) || !(frames >= 0 && frames < frameRate)) {
        throw new TypeError(`not a time of SMPTE: ${hours}:${minutes}:${seconds}:${frames}`);
      }
    }
    return new RTSPTimeRange(unit, start, end);
  }

  /**
   * Reads the value of a `Range` header; what follows a semicolon (the time when it is to begin) is left out.
   *
   * @throws TypeError for what is no range.
   * @see gst_rtsp_range_parse
   */
  static parse(range: string): RTSPTimeRange {
    const match = /^\s*([a-z0-9-]+)\s*=\s*([^-;\s]*)\s*-\s*([^-;\s]*)\s*(?:;.*)?$/.exec(range);
    const unit = Object.values(RTSPRangeUnit).find((known) => names[known] === match?.[1]);
    if (!match || unit === undefined) throw new TypeError(`not a range: ${JSON.stringify(range)}`);
    const [start, end] = [match[2], match[3]];
    if (unit === RTSPRangeUnit.NPT) return RTSPTimeRange.npt(parseNpt(start), parseNpt(end));
    if (start === '') throw new TypeError(`a range of ${names[unit]} has a beginning`);
    if (unit === RTSPRangeUnit.CLOCK) return RTSPTimeRange.clock(parseUtc(start), end === '' ? null : parseUtc(end));
    return RTSPTimeRange.smpte(parseSmpte(start), end === '' ? null : parseSmpte(end), unit);
  }

  /** Its ends in nanoseconds, of a clock since 1970; null where they are open, or now. @see gst_rtsp_range_get_times */
  getTimes(): { start: bigint | null; end: bigint | null } {
    const nanoseconds = (time: RTSPTime) => {
      const seconds = toNumber(this.unit, time);
      return seconds === null ? null : BigInt(Math.round(seconds * 1e6)) * 1000n;
    };
    return { start: nanoseconds(this.start), end: nanoseconds(this.end) };
  }

  /** The value of a `Range` header. @see gst_rtsp_range_to_string */
  toString(): string {
    return `${names[this.unit]}=${text(this.unit, this.start)}-${text(this.unit, this.end)}`;
  }
}

/** In seconds; null for what is no point of time yet. */
function toNumber(unit: RTSPRangeUnit, time: RTSPTime): number | null {
  if (time === null || time === 'now') return null;
  if (typeof time === 'number') return time;
  if (time instanceof Date) return time.getTime() / 1000;
  const { hours, minutes, seconds, frames = 0 } = time;
  return (hours * 60 + minutes) * 60 + seconds + frames / frameRates[unit as SmpteUnit];
}

function text(unit: RTSPRangeUnit, time: RTSPTime): string {
  if (time === null) return '';
  if (time === 'now') return time;
  // Never with an exponent.
  if (typeof time === 'number') return time.toFixed(9).replace(/\.?0+$/, '');
  if (time instanceof Date) {
    return time.toISOString().replaceAll(/[-:]/g, '').replace('.000Z', 'Z');
  }
  const two = (value: number) => String(value).padStart(2, '0');
  const { hours, minutes, seconds, frames = 0 } = time;
  const whole = `${two(hours)}:${two(minutes)}:${two(seconds)}`;
  if (frames === 0) return whole;
  const hundredths = Math.floor((frames % 1) * 100 + 1e-6);
  return `${whole}:${two(Math.floor(frames))}${hundredths === 0 ? '' : `.${two(hundredths)}`}`;
}

function parseNpt(time: string): number | 'now' | null {
  if (time === '') return null;
  if (time === 'now') return time;
  const clock = /^(\d{1,5}):([0-5]?\d):([0-5]?\d(?:\.\d{0,9})?)$/.exec(time);
  if (clock) return (Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3]);
  if (!/^\d{1,9}(?:\.\d{0,9})?$/.test(time))
    throw new TypeError(`not a time of NPT: ${JSON.stringify(time.slice(0, 80))}`);
  return Number(time);
}

function parseUtc(time: string): Date {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\.\d{0,9})?Z$/.exec(time);
  const [, year = '', month = '', day = '', hours = '', minutes = '', seconds = '', fraction = ''] = match ?? [];
  const date = new Date(
    `${year}-${month}-${day}T${hours}:${minutes}:${seconds}${fraction.length > 1 ? fraction.slice(0, 4) : ''}Z`,
  );
  // JavaScript takes the 31st of February for a day of March.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) {
    throw new TypeError(`not a time of a clock: ${JSON.stringify(time.slice(0, 80))}`);
  }
  return date;
}

function parseSmpte(time: string): RTSPSmpteTime {
  const match = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d{0,2})?))?$/.exec(time);
  if (!match) throw new TypeError(`not a time of SMPTE: ${JSON.stringify(time.slice(0, 80))}`);
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return { hours, minutes, seconds, frames };
}
