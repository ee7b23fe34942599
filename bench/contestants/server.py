"""A server of one mount, /test, on a free port of 127.0.0.1: what server.c and server.ts are, on PyGObject.

usage: server.py THREADS SHARED NODELAY HANDLERS LAUNCH
"""

import socket
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

threads, shared, no_delay, names, launch = sys.argv[1:]
handlers = names.split(",")
handled = 0


def count(*_arguments):
    global handled
    handled += 1


def on_request(_client, _context):
    count()
    return GstRtsp.RTSPStatusCode.OK


def on_client(_server, client):
    count()
    for signal in ("closed", "new-session"):
        if signal in handlers:
            client.connect(signal, count)
    for signal in ("pre-options-request", "pre-play-request"):
        if signal in handlers:
            client.connect(signal, on_request)


def set_no_delay(_server, client):
    connection = client.get_connection().get_read_socket()
    connection.set_option(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def on_time(pool):
    pool.cleanup()
    return True


Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")
server.set_backlog(128)
server.get_thread_pool().set_max_threads(int(threads))
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(launch)
factory.set_shared(shared == "1")
if "media-configure" in handlers:
    factory.connect("media-configure", count)
server.get_mount_points().add_factory("/test", factory)
if no_delay == "1":
    server.connect("client-connected", set_no_delay)
if "none" not in handlers:
    server.connect("client-connected", on_client)
# Expired sessions stay otherwise.
GLib.timeout_add_seconds(2, on_time, server.get_session_pool())
if server.attach(None) == 0:
    sys.exit(1)
print("listening", server.get_bound_port(), flush=True)
GLib.MainLoop().run()
