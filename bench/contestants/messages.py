"""What messages.c and messages.ts do, on PyGObject.

usage: messages.py SECONDS
"""

import json
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtsp, GstRtspServer  # noqa: E402

Header = GstRtsp.RTSPHeaderField
fields = (Header.CSEQ, Header.PUBLIC, Header.SERVER)
answers = length = 0


def on_message(_client, message, _close):
    global answers, length
    _result, status, _reason, _version = message.parse_response()
    assert status == GstRtsp.RTSPStatusCode.OK
    for field in fields:
        _result, value = message.get_header(field, 0)
        length += len(value)
    answers += 1
    return True


Gst.init(None)
client = GstRtspServer.RTSPClient.new()
client.set_mount_points(GstRtspServer.RTSPMountPoints.new())
client.set_session_pool(GstRtspServer.RTSPSessionPool.new())
client.set_thread_pool(GstRtspServer.RTSPThreadPool.new())
client.set_send_func(on_message)


def run(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _result, request = GstRtsp.rtsp_message_new_request(GstRtsp.RTSPMethod.OPTIONS, "rtsp://127.0.0.1/test")
        request.add_header(Header.CSEQ, str(answers + 1))
        assert client.handle_message(request) == GstRtsp.RTSPResult.OK


run(0.2)
answers_before, cpu_before, begin = answers, time.process_time(), time.monotonic()
run(float(sys.argv[1]))
print(
    json.dumps(
        {
            "answers": answers - answers_before,
            "seconds": time.monotonic() - begin,
            "cpu": time.process_time() - cpu_before,
            "length": length / answers,
        }
    )
)
