import assert from 'node:assert/strict';

import { RTSPRangeUnit, RTSPTimeRange } from '../../lib/index.js';

describe('a time range', () => {
  it('is written as it was read', () => {
    const texts = [
      'npt=0-',
      'npt=10.5-20',
      'npt=now-',
      'npt=-20',
      'npt=0.000000001-999999999',
      'clock=19961108T142300Z-19961108T143520Z',
      'clock=20261124T190405.250Z-',
      'smpte=10:07:00-10:07:33:05.01',
      'smpte-25=10:07:00:24-',
      'smpte-30-drop=00:00:00-99:59:59',
    ];
    for (const text of texts) assert.equal(RTSPTimeRange.parse(text).toString(), text);
    assert.equal(RTSPTimeRange.parse(' npt = 1:02:03.5 - 7200 ; time=19970123T143720Z').toString(), 'npt=3723.5-7200');
  });

  it('has a unit and two ends', () => {
    const clock = RTSPTimeRange.parse('clock=20261124T190405Z-');
    assert.deepEqual(
      [clock.unit, clock.start, clock.end],
      [RTSPRangeUnit.CLOCK, new Date('2026-11-24T19:04:05Z'), null],
    );
    const smpte = RTSPTimeRange.parse('smpte-25=01:02:03:04.5-');
    assert.deepEqual(smpte.start, { hours: 1, minutes: 2, seconds: 3, frames: 4.5 });
    assert.deepEqual(RTSPTimeRange.npt('now', 5).getTimes(), { start: null, end: 5_000_000_000n });
    assert.deepEqual(smpte.getTimes(), { start: 3_723_180_000_000n, end: null });
    assert.deepEqual(RTSPTimeRange.clock(new Date(1500), new Date(2000)).getTimes(), {
      start: 1_500_000_000n,
      end: 2_000_000_000n,
    });
  });

  it('that is none is refused', () => {
    const texts = [
      '',
      'npt',
      'npt=',
      'npt=-',
      'npt=5-3',
      'npt=a-',
      'npt=1e3-',
      'npt=-1-2',
      'npt=1--2',
      'npt=0x5-',
      'foo=1-2',
    ];
    texts.push('npt=9999999999-', 'clock=-20261124T190405Z', 'clock=20260231T000000Z-', 'clock=20261124T250000Z-');
    texts.push(
      'clock=18991231T000000Z-',
      'clock=20261124T190405-',
      'smpte=1:2-',
      'smpte=10:60:00-',
      'smpte=00:00:00:30-',
    );
    texts.push('smpte-25=00:00:00:25-', 'smpte=-00:00:01', 'npt=1-2\r\nX: y', 'smpte=00:00:02-00:00:01');
    for (const text of texts) assert.throws(() => RTSPTimeRange.parse(text), { name: 'TypeError' }, text);
    for (const odd of [null, undefined, 7, {}, []]) {
      assert.throws(() => RTSPTimeRange.parse(odd as string), { name: 'TypeError' });
    }
    for (const odd of [NaN, -1, Infinity, 1e10, '5', undefined, {}]) {
      assert.throws(() => RTSPTimeRange.npt(odd as number), { name: 'TypeError' });
    }
    for (const odd of [null, 5, new Date(NaN), new Date(-1e13), undefined]) {
      assert.throws(() => RTSPTimeRange.clock(odd as Date), { name: 'TypeError' });
    }
    for (const odd of [null, {}, { hours: 1, minutes: 60, seconds: 0 }, { hours: 0.5, minutes: 0, seconds: 0 }]) {
      assert.throws(() => RTSPTimeRange.smpte(odd as never), { name: 'TypeError' });
    }
    assert.throws(() => RTSPTimeRange.smpte({ hours: 0, minutes: 0, seconds: 0 }, null, 3 as never), {
      name: 'TypeError',
    });
  });
});
