"""pool.filter() over sessions, all of which it keeps: what bench/filter.ts does, on PyGObject.

usage: filter.py COUNT
"""

import gc
import json
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer  # noqa: E402

count = int(sys.argv[1])
asked = 0


def keep(_pool, _session, *_data):
    global asked
    asked += 1
    return GstRtspServer.RTSPFilterResult.KEEP


def measure(pool):
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
measure(pool)
existing = measure(pool)
sessions.clear()
gc.collect()
print(json.dumps({"existing": existing, "made": measure(pool)}))
