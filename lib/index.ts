export { Cancellable } from './gio/cancellable.js';
export { TlsAuthenticationMode, TlsCertificateFlags } from './gio/enums.js';
export { TlsCertificate } from './gio/tls-certificate.js';
export type { TlsConnection } from './gio/tls-connection.js';
export { TlsDatabase } from './gio/tls-database.js';
export { Socket } from './gio/socket.js';
export { SocketFamily } from './gio/socket-family.js';
export { MainContext } from './glib/main-context.js';
export { Source, type SourceCallback } from './glib/source.js';
export { GError } from './gobject/error.js';
export { HandlerError } from './gobject/handlers.js';
export { UnsupportedError } from './gobject/unsupported.js';
export type { Awaitable } from './gobject/overrides.js';
export { Boxed, GObject, type GObjectEvents, type HandlerOptions } from './gobject/object.js';
export { Bus, type BusEvents } from './gst/bus.js';
export { Caps } from './gst/caps.js';
export { Clock, type ClockEvents, SystemClock } from './gst/clock.js';
export {
  Bin,
  type BinEvents,
  Element,
  type ElementEvents,
  ElementFactory,
  type SignalHandler,
  type StateReport,
} from './gst/element.js';
export { FlowReturn, Format, PadDirection, PadLinkReturn, SeekFlags, StateChangeReturn } from './gst/enums.js';
export { Event } from './gst/event.js';
export type { Message } from './gst/message.js';
export { LaunchError } from './gst/launch-error.js';
export { GstObject } from './gst/object.js';
export { GhostPad, Pad, type PadEvents } from './gst/pad.js';
export { parseLaunch } from './gst/parse.js';
export { Pipeline } from './gst/pipeline.js';
export { Sample } from './gst/sample.js';
export { State } from './gst/state.js';
export { type Fields, Structure } from './gst/structure.js';
export {
  DoubleRange,
  FlagSet,
  Fraction,
  FractionRange,
  GValue,
  Int64Range,
  IntRange,
  OpaqueBoxed,
  type Value,
  ValueList,
} from './gst/values.js';
export { NetClientClock, NtpClock, PtpClock } from './gstnet/clocks.js';
export { NetTimeProvider } from './gstnet/time-provider.js';
export * from './gstsdp/mikey-enums.js';
export {
  type MIKEYMapSRTP,
  MIKEYMessage,
  type MIKEYPayload,
  type MIKEYPayloadKEMAC,
  type MIKEYPayloadKeyData,
  type MIKEYPayloadRAND,
  type MIKEYPayloadSP,
  type MIKEYPayloadSPParam,
  type MIKEYPayloadT,
} from './gstsdp/mikey-message.js';
export type { SDPAttribute, SDPBandwidth, SDPConnection, SDPKey, SDPOrigin, SDPTime, SDPZone } from './gstsdp/parts.js';
export { SDPMedia } from './gstsdp/sdp-media.js';
export { sdpAddressIsMulticast, sdpMakeKeymgmt, SDPMessage } from './gstsdp/sdp-message.js';
export { RTSPConnection } from './gstrtsp/connection.js';
export {
  RTSPAuthMethod,
  RTSPFamily,
  RTSPLowerTrans,
  RTSPMethod,
  RTSPProfile,
  RTSPRangeUnit,
  RTSPResult,
  RTSPState,
  RTSPStatusCode,
} from './gstrtsp/enums.js';
export { RTSPHeaderField } from './gstrtsp/header-field.js';
export { type RTSPHeaderName, RTSPHeaders, type RTSPHeadersInit } from './gstrtsp/headers.js';
export {
  RTSPMessage,
  RTSPMessageParser,
  type RTSPBody,
  type RTSPMessageParserOptions,
  type RTSPMessageType,
  type RTSPMethodName,
  type RTSPVersion,
} from './gstrtsp/message.js';
export { type RTSPSmpteTime, type RTSPTime, RTSPTimeRange } from './gstrtsp/time-range.js';
export { type RTSPRange, RTSPTransMode, RTSPTransport } from './gstrtsp/transport.js';
export { RTSPUrl } from './gstrtsp/url.js';
export { RTSPAddressPool, type RTSPAddressReservation } from './rtsp-server/address-pool.js';
export { RTSPAddress } from './rtsp-server/address.js';
export { RTSPAuth, type RTSPAuthEvents } from './rtsp-server/auth.js';
export {
  type RTSPClientSendFunc,
  type RTSPClientSendMessagesFunc,
  RTSPClient,
  type RTSPClientEvents,
  type RTSPClientStats,
  type RTSPPlayMode,
  type RTSPRequestAnswer,
} from './rtsp-server/client.js';
export { RTSPContext } from './rtsp-server/context.js';
export * from './rtsp-server/enums.js';
export {
  type RTSPFilterAnswer,
  type RTSPFilterFunc,
  type RTSPFilterOptions,
  RTSPFilterResult,
} from './rtsp-server/filter.js';
export { RTSPMediaFactoryURI } from './rtsp-server/media-factory-uri.js';
export { RTSPMediaFactory, type RTSPMediaFactoryEvents } from './rtsp-server/media-factory.js';
export { RTSPMedia, type RTSPMediaEvents } from './rtsp-server/media.js';
export { RTSPMountPoints } from './rtsp-server/mount-points.js';
export { RTSPOnvifClient } from './rtsp-server/onvif-client.js';
export { RTSPOnvifMediaFactory } from './rtsp-server/onvif-media-factory.js';
export { RTSPOnvifMedia } from './rtsp-server/onvif-media.js';
export { RTSPOnvifServer } from './rtsp-server/onvif-server.js';
export { rtspParamsGet, rtspParamsSet } from './rtsp-server/params.js';
export { RTSPPermissions } from './rtsp-server/permissions.js';
export type { SDPInfo } from './rtsp-server/sdp-info.js';
export { rtspSdpFromMedia, rtspSdpFromStream, rtspSdpMakeMedia } from './rtsp-server/sdp.js';
export { RTSPServer, type RTSPServerEvents, type RTSPServerStats } from './rtsp-server/server.js';
export { RTSPSessionMedia } from './rtsp-server/session-media.js';
export { RTSPSessionPool, type RTSPSessionPoolEvents } from './rtsp-server/session-pool.js';
export { RTSPSession } from './rtsp-server/session.js';
export { type RTSPRates, RTSPStream, type RTSPStreamEvents, type RTSPStreamRtpinfo } from './rtsp-server/stream.js';
export type { RTSPSendAnswer, SendOptions, SendStatistics } from './rtsp-server/senders.js';
export {
  type RTSPKeepAliveFunc,
  type RTSPMessageSentFunc,
  type RTSPMessageSentFuncFull,
  type RTSPSendFunc,
  type RTSPSendListFunc,
  RTSPStreamTransport,
  type RTSPStreamTransportEvents,
} from './rtsp-server/stream-transport.js';
export { GstBuffer, GstBufferFlags, type GstBufferInit, type GstBufferList } from './gst/buffer.js';
export { RTSPThreadPool } from './rtsp-server/thread-pool.js';
export { RTSPThread, RTSPThreadType } from './rtsp-server/thread.js';
export type {
  RTSPReceiverStats,
  RTSPReceptionStats,
  RTSPSenderStats,
  RTSPTransportStats,
} from './rtsp-server/transport-stats.js';
export { RTSPToken } from './rtsp-server/token.js';
export { mount, type MountOptions, type MountSettings, serve, type ServeOptions } from './serve.js';
