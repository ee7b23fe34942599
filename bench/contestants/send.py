"""What send.c and send.ts do, on PyGObject: a client without a socket plays a picture as fast as it comes, and a send
function touches every byte of it.

usage: send.py FUNCTION LAUNCH SECONDS
FUNCTION: RTSPSendListFunc or RTSPClientSendFunc. Of the others, PyGObject cannot take off the list function that is in the
way of RTSPSendFunc, and RTSPClientSendMessagesFunc gets another function's data in C, which is a crash here.
"""

import json
import os
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, Gst, GstRtsp, GstRtspServer  # noqa: E402

function, launch, seconds = sys.argv[1:]
base = "rtsp://127.0.0.1/test"
packets = length = total = sequence = 0
session = None


def take(buffer):
    """sum() is the fastest way to touch every byte without a package that PyGObject does not need."""
    global packets, length, total
    data = buffer.extract_dup(0, buffer.get_size())
    total += sum(data)
    packets += 1
    length += len(data)
    return True


def on_list(buffers, *_arguments):
    for index in range(buffers.length()):
        take(buffers.get(index))
    return True


def on_message(_client, message, _close):
    global session
    if message.get_type() == GstRtsp.RTSPMsgType.DATA:
        _result, buffer = message.get_body_buffer()
        return take(buffer)
    _result, status, _reason, _version = message.parse_response()
    if status != GstRtsp.RTSPStatusCode.OK:
        sys.exit(f"status {status}")
    result, value = message.get_header(GstRtsp.RTSPHeaderField.SESSION, 0)
    if result == GstRtsp.RTSPResult.OK:
        session = value.split(";")[0]
    return True


def acknowledge_for(transport):
    """As on_keepalive() of send.c."""
    state = threading.local()

    def acknowledge(*_arguments):
        if getattr(state, "inside", False):
            state.again = True
            return
        state.inside = True
        state.again = True
        while state.again:
            state.again = False
            transport.message_sent()
        state.inside = False

    return acknowledge


def on_setup(_client, context):
    transport = context.trans
    transport.set_keepalive(acknowledge_for(transport))
    if function == "RTSPSendListFunc":
        transport.set_callbacks(lambda buffer, *_arguments: take(buffer), lambda *_arguments: True)
        transport.set_list_callbacks(on_list, lambda *_arguments: True)


def on_play(_client, context):
    context.media.get_stream(0).set_rate_control(False)


def ask(method, uri, transport=None):
    global sequence
    sequence += 1
    _result, request = GstRtsp.rtsp_message_new_request(method, uri)
    request.add_header(GstRtsp.RTSPHeaderField.CSEQ, str(sequence))
    if transport is not None:
        request.add_header(GstRtsp.RTSPHeaderField.TRANSPORT, transport)
    if session is not None:
        request.add_header(GstRtsp.RTSPHeaderField.SESSION, session)
    assert client.handle_message(request) == GstRtsp.RTSPResult.OK


Gst.init(None)
client = GstRtspServer.RTSPClient.new()
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(launch)
mounts = GstRtspServer.RTSPMountPoints.new()
mounts.add_factory("/test", factory)
client.set_mount_points(mounts)
client.set_session_pool(GstRtspServer.RTSPSessionPool.new())
threads = GstRtspServer.RTSPThreadPool.new()
threads.set_max_threads(4)
client.set_thread_pool(threads)
socket = Gio.Socket.new(Gio.SocketFamily.IPV4, Gio.SocketType.STREAM, Gio.SocketProtocol.TCP)
_result, connection = GstRtsp.rtsp_connection_create_from_socket(socket, "127.0.0.1", 4000, "")
client.set_connection(connection)
client.connect("setup-request", on_setup)
client.connect("play-request", on_play)
client.set_send_func(on_message)

ask(GstRtsp.RTSPMethod.DESCRIBE, base)
ask(GstRtsp.RTSPMethod.SETUP, base + "/stream=0", "RTP/AVP/TCP;unicast;interleaved=0-1")
ask(GstRtsp.RTSPMethod.PLAY, base)

time.sleep(float(seconds))
before = (packets, length, time.process_time(), time.monotonic())
time.sleep(float(seconds))
print(
    json.dumps(
        {
            "packets": packets - before[0],
            "bytes": length - before[1],
            "cpu": time.process_time() - before[2],
            "seconds": time.monotonic() - before[3],
        }
    ),
    flush=True,
)
# The pipeline runs on: there is nothing to be learnt from its end.
os._exit(0)
