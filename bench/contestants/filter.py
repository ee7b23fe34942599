"""pool.filter() over sessions, all of which it keeps: what bench/filter.ts does, on PyGObject.

usage: filter.py existing|made COUNT PASSES
"""

import gc
import json
import statistics
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer  # noqa: E402

what = sys.argv[1]
count, passes = map(int, sys.argv[2:])
asked = 0


def keep(_pool, _session, *_data):
    global asked
    asked += 1
    return GstRtspServer.RTSPFilterResult.KEEP


def measure():
    global asked
    asked = 0
    begin = time.perf_counter()
    pool.filter(keep)
    took = (time.perf_counter() - begin) * 1000
    assert asked == count
    return took


Gst.init(None)
pool = GstRtspServer.RTSPSessionPool.new()
sessions = [pool.create() for _ in range(count)]
if what == "made":
    # What the filter gives them is gone after it.
    sessions.clear()
    gc.collect()
ms = statistics.median([measure() for _ in range(2 * passes)][passes:])
print(json.dumps({"ms": ms, "blocked": ms}))
