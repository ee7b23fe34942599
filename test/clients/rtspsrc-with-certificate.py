"""Plays a picture over TLS by rtspsrc, and shows a certificate when the server asks for one, which takes a GTlsInteraction.

rtspsrc-with-certificate.py URL AUTHORITIES FRAMES [OWN]: the last three in PEM, a number, and in PEM with its key. Prints
how many frames have come, at most that many.
"""

import sys

import gi

gi.require_version('Gst', '1.0')
from gi.repository import Gio, Gst


class Shows(Gio.TlsInteraction):
    def __init__(self, certificate):
        super().__init__()
        self.certificate = certificate

    def do_request_certificate(self, connection, flags, cancellable):
        if self.certificate is None:
            return Gio.TlsInteractionResult.UNHANDLED
        connection.set_certificate(self.certificate)
        return Gio.TlsInteractionResult.HANDLED


def main(url, authorities, frames, own=None):
    Gst.init(None)
    pipeline = Gst.parse_launch(
        'rtspsrc name=source protocols=tcp latency=100 ! rtph264depay ! avdec_h264 ! '
        f'fakesink name=sink sync=false signal-handoffs=true num-buffers={frames}'
    )
    source = pipeline.get_by_name('source')
    source.set_property('location', url)
    source.set_property('tls-database', Gio.TlsFileDatabase.new(authorities))
    source.set_property('tls-interaction', Shows(own and Gio.TlsCertificate.new_from_file(own)))
    come = 0

    def on_frame(*_):
        nonlocal come
        come += 1

    pipeline.get_by_name('sink').connect('handoff', on_frame)
    pipeline.set_state(Gst.State.PLAYING)
    end = Gst.MessageType.EOS | Gst.MessageType.ERROR
    message = pipeline.get_bus().timed_pop_filtered(15 * Gst.SECOND, end)
    pipeline.set_state(Gst.State.NULL)
    print(f'{come} frames')
    if message is None or message.type == Gst.MessageType.ERROR:
        sys.exit(message.parse_error()[0].message if message else 'nothing for 15 s')


main(*sys.argv[1:])
