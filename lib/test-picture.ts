/** A moving picture with a clock, and a tone: what the command line tool serves when it is told nothing. */
export const testPicture = `(
  videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=480,framerate=25/1
  ! clockoverlay halignment=center valignment=center font-desc="Sans 36" ! videoconvert
  ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=1000 key-int-max=25
  ! rtph264pay name=pay0 pt=96 config-interval=1
  audiotestsrc is-live=true freq=440 volume=0.2 ! audio/x-raw,rate=44100,channels=1 ! audioconvert
  ! avenc_aac bitrate=64000 ! aacparse ! rtpmp4gpay name=pay1 pt=97
)`.replace(/\s+/g, ' ');
