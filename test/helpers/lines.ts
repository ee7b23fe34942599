/** A launch line that costs next to nothing: a tone, 16 KB a second, 50 packets a second. */
export const tone =
  '( audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! rtpL16pay name=pay0 pt=96 )';

/** The same with a second stream: a still picture. */
export const toneAndPicture = `${tone.slice(0, -1)}
  videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=32,height=32,framerate=25/1
  ! rtpvrawpay name=pay1 pt=97 )`;

/** Each picture is a list of packets. */
export const lists = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=320,height=240,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

/** More than a connection that is not read can hold: 11 MB a second. */
export const flood = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=480,height=480,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

/** A backchannel for G.711 sound, of which nobody hears anything. */
export const loudspeaker = `( capsfilter name=depay_backchannel
  caps="application/x-rtp, media=audio, payload=0, clock-rate=8000, encoding-name=PCMU"
  ! rtppcmudepay ! mulawdec ! fakesink name=heard sync=false async=false )`;

/** A moving picture in H.264 that decodes from any half second on: 320 x 240, 25 a second. */
export const smallPicture = `( videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=240,framerate=25/1
  ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=12 ! rtph264pay name=pay0 pt=96 config-interval=1 )`;
