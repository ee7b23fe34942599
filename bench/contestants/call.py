"""Calls of a getter of an integer, on PyGObject.

usage: call.py COUNT
"""

import json
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer  # noqa: E402

count = int(sys.argv[1])
Gst.init(None)
factory = GstRtspServer.RTSPMediaFactory.new()
begin = time.perf_counter()
for _ in range(count):
    factory.get_latency()
print(json.dumps({"ns": (time.perf_counter() - begin) * 1e9 / count}))
