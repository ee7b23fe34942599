/**
 * The headers that the C library knows, by its numbers. Where a method of `RTSPHeaders` takes a name, it takes one of
 * these, too; its constructor takes names only.
 *
 * @see GstRTSPHeaderField
 */
export const RTSPHeaderField = {
  /** None of these. @see GST_RTSP_HDR_INVALID */
  INVALID: 0,
  /** `Accept`. @see GST_RTSP_HDR_ACCEPT */
  ACCEPT: 1,
  /** `Accept-Encoding`. @see GST_RTSP_HDR_ACCEPT_ENCODING */
  ACCEPT_ENCODING: 2,
  /** `Accept-Language`. @see GST_RTSP_HDR_ACCEPT_LANGUAGE */
  ACCEPT_LANGUAGE: 3,
  /** `Allow`. @see GST_RTSP_HDR_ALLOW */
  ALLOW: 4,
  /** `Authorization`. @see GST_RTSP_HDR_AUTHORIZATION */
  AUTHORIZATION: 5,
  /** `Bandwidth`. @see GST_RTSP_HDR_BANDWIDTH */
  BANDWIDTH: 6,
  /** `Blocksize`. @see GST_RTSP_HDR_BLOCKSIZE */
  BLOCKSIZE: 7,
  /** `Cache-Control`. @see GST_RTSP_HDR_CACHE_CONTROL */
  CACHE_CONTROL: 8,
  /** `Conference`. @see GST_RTSP_HDR_CONFERENCE */
  CONFERENCE: 9,
  /** `Connection`. @see GST_RTSP_HDR_CONNECTION */
  CONNECTION: 10,
  /** `Content-Base`. @see GST_RTSP_HDR_CONTENT_BASE */
  CONTENT_BASE: 11,
  /** `Content-Encoding`. @see GST_RTSP_HDR_CONTENT_ENCODING */
  CONTENT_ENCODING: 12,
  /** `Content-Language`. @see GST_RTSP_HDR_CONTENT_LANGUAGE */
  CONTENT_LANGUAGE: 13,
  /** `Content-Length`. @see GST_RTSP_HDR_CONTENT_LENGTH */
  CONTENT_LENGTH: 14,
  /** `Content-Location`. @see GST_RTSP_HDR_CONTENT_LOCATION */
  CONTENT_LOCATION: 15,
  /** `Content-Type`. @see GST_RTSP_HDR_CONTENT_TYPE */
  CONTENT_TYPE: 16,
  /** `CSeq`. @see GST_RTSP_HDR_CSEQ */
  CSEQ: 17,
  /** `Date`. @see GST_RTSP_HDR_DATE */
  DATE: 18,
  /** `Expires`. @see GST_RTSP_HDR_EXPIRES */
  EXPIRES: 19,
  /** `From`. @see GST_RTSP_HDR_FROM */
  FROM: 20,
  /** `If-Modified-Since`. @see GST_RTSP_HDR_IF_MODIFIED_SINCE */
  IF_MODIFIED_SINCE: 21,
  /** `Last-Modified`. @see GST_RTSP_HDR_LAST_MODIFIED */
  LAST_MODIFIED: 22,
  /** `Proxy-Authenticate`. @see GST_RTSP_HDR_PROXY_AUTHENTICATE */
  PROXY_AUTHENTICATE: 23,
  /** `Proxy-Require`. @see GST_RTSP_HDR_PROXY_REQUIRE */
  PROXY_REQUIRE: 24,
  /** `Public`. @see GST_RTSP_HDR_PUBLIC */
  PUBLIC: 25,
  /** `Range`. @see GST_RTSP_HDR_RANGE */
  RANGE: 26,
  /** `Referer`. @see GST_RTSP_HDR_REFERER */
  REFERER: 27,
  /** `Require`. @see GST_RTSP_HDR_REQUIRE */
  REQUIRE: 28,
  /** `Retry-After`. @see GST_RTSP_HDR_RETRY_AFTER */
  RETRY_AFTER: 29,
  /** `RTP-Info`. @see GST_RTSP_HDR_RTP_INFO */
  RTP_INFO: 30,
  /** `Scale`. @see GST_RTSP_HDR_SCALE */
  SCALE: 31,
  /** `Session`. @see GST_RTSP_HDR_SESSION */
  SESSION: 32,
  /** `Server`. @see GST_RTSP_HDR_SERVER */
  SERVER: 33,
  /** `Speed`. @see GST_RTSP_HDR_SPEED */
  SPEED: 34,
  /** `Transport`. @see GST_RTSP_HDR_TRANSPORT */
  TRANSPORT: 35,
  /** `Unsupported`. @see GST_RTSP_HDR_UNSUPPORTED */
  UNSUPPORTED: 36,
  /** `User-Agent`. @see GST_RTSP_HDR_USER_AGENT */
  USER_AGENT: 37,
  /** `Via`. @see GST_RTSP_HDR_VIA */
  VIA: 38,
  /** `WWW-Authenticate`. @see GST_RTSP_HDR_WWW_AUTHENTICATE */
  WWW_AUTHENTICATE: 39,
  /** `ClientChallenge`. @see GST_RTSP_HDR_CLIENT_CHALLENGE */
  CLIENT_CHALLENGE: 40,
  /** `RealChallenge1`. @see GST_RTSP_HDR_REAL_CHALLENGE1 */
  REAL_CHALLENGE1: 41,
  /** `RealChallenge2`. @see GST_RTSP_HDR_REAL_CHALLENGE2 */
  REAL_CHALLENGE2: 42,
  /** `RealChallenge3`. @see GST_RTSP_HDR_REAL_CHALLENGE3 */
  REAL_CHALLENGE3: 43,
  /** `Subscribe`. @see GST_RTSP_HDR_SUBSCRIBE */
  SUBSCRIBE: 44,
  /** `Alert`. @see GST_RTSP_HDR_ALERT */
  ALERT: 45,
  /** `ClientID`. @see GST_RTSP_HDR_CLIENT_ID */
  CLIENT_ID: 46,
  /** `CompanyID`. @see GST_RTSP_HDR_COMPANY_ID */
  COMPANY_ID: 47,
  /** `GUID`. @see GST_RTSP_HDR_GUID */
  GUID: 48,
  /** `RegionData`. @see GST_RTSP_HDR_REGION_DATA */
  REGION_DATA: 49,
  /** `SupportsMaximumASMBandwidth`. @see GST_RTSP_HDR_MAX_ASM_WIDTH */
  MAX_ASM_WIDTH: 50,
  /** `Language`. @see GST_RTSP_HDR_LANGUAGE */
  LANGUAGE: 51,
  /** `PlayerStarttime`. @see GST_RTSP_HDR_PLAYER_START_TIME */
  PLAYER_START_TIME: 52,
  /** `Location`. @see GST_RTSP_HDR_LOCATION */
  LOCATION: 53,
  /** `ETag`. @see GST_RTSP_HDR_ETAG */
  ETAG: 54,
  /** `If-Match`. @see GST_RTSP_HDR_IF_MATCH */
  IF_MATCH: 55,
  /** `Accept-Charset`. @see GST_RTSP_HDR_ACCEPT_CHARSET */
  ACCEPT_CHARSET: 56,
  /** `Supported`. @see GST_RTSP_HDR_SUPPORTED */
  SUPPORTED: 57,
  /** `Vary`. @see GST_RTSP_HDR_VARY */
  VARY: 58,
  /** `X-Accelerate-Streaming`. @see GST_RTSP_HDR_X_ACCELERATE_STREAMING */
  X_ACCELERATE_STREAMING: 59,
  /** `X-Accept-Authentication`. @see GST_RTSP_HDR_X_ACCEPT_AUTHENT */
  X_ACCEPT_AUTHENT: 60,
  /** `X-Accept-Proxy-Authentication`. @see GST_RTSP_HDR_X_ACCEPT_PROXY_AUTHENT */
  X_ACCEPT_PROXY_AUTHENT: 61,
  /** `X-Broadcast-Id`. @see GST_RTSP_HDR_X_BROADCAST_ID */
  X_BROADCAST_ID: 62,
  /** `X-Burst-Streaming`. @see GST_RTSP_HDR_X_BURST_STREAMING */
  X_BURST_STREAMING: 63,
  /** `X-Notice`. @see GST_RTSP_HDR_X_NOTICE */
  X_NOTICE: 64,
  /** `X-Player-Lag-Time`. @see GST_RTSP_HDR_X_PLAYER_LAG_TIME */
  X_PLAYER_LAG_TIME: 65,
  /** `X-Playlist`. @see GST_RTSP_HDR_X_PLAYLIST */
  X_PLAYLIST: 66,
  /** `X-Playlist-Change-Notice`. @see GST_RTSP_HDR_X_PLAYLIST_CHANGE_NOTICE */
  X_PLAYLIST_CHANGE_NOTICE: 67,
  /** `X-Playlist-Gen-Id`. @see GST_RTSP_HDR_X_PLAYLIST_GEN_ID */
  X_PLAYLIST_GEN_ID: 68,
  /** `X-Playlist-Seek-Id`. @see GST_RTSP_HDR_X_PLAYLIST_SEEK_ID */
  X_PLAYLIST_SEEK_ID: 69,
  /** `X-Proxy-Client-Agent`. @see GST_RTSP_HDR_X_PROXY_CLIENT_AGENT */
  X_PROXY_CLIENT_AGENT: 70,
  /** `X-Proxy-Client-Verb`. @see GST_RTSP_HDR_X_PROXY_CLIENT_VERB */
  X_PROXY_CLIENT_VERB: 71,
  /** `X-Receding-PlaylistChange`. @see GST_RTSP_HDR_X_RECEDING_PLAYLISTCHANGE */
  X_RECEDING_PLAYLISTCHANGE: 72,
  /** `X-RTP-Info`. @see GST_RTSP_HDR_X_RTP_INFO */
  X_RTP_INFO: 73,
  /** `X-StartupProfile`. @see GST_RTSP_HDR_X_STARTUPPROFILE */
  X_STARTUPPROFILE: 74,
  /** `Timestamp`. @see GST_RTSP_HDR_TIMESTAMP */
  TIMESTAMP: 75,
  /** `Authentication-Info`. @see GST_RTSP_HDR_AUTHENTICATION_INFO */
  AUTHENTICATION_INFO: 76,
  /** `Host`. @see GST_RTSP_HDR_HOST */
  HOST: 77,
  /** `Pragma`. @see GST_RTSP_HDR_PRAGMA */
  PRAGMA: 78,
  /** `X-Server-IP-Address`. @see GST_RTSP_HDR_X_SERVER_IP_ADDRESS */
  X_SERVER_IP_ADDRESS: 79,
  /** `x-sessioncookie`. @see GST_RTSP_HDR_X_SESSIONCOOKIE */
  X_SESSIONCOOKIE: 80,
  /** `RTCP-Interval`. @see GST_RTSP_HDR_RTCP_INTERVAL */
  RTCP_INTERVAL: 81,
  /** `KeyMgmt`. @see GST_RTSP_HDR_KEYMGMT */
  KEYMGMT: 82,
  /** `Pipelined-Requests`. @see GST_RTSP_HDR_PIPELINED_REQUESTS */
  PIPELINED_REQUESTS: 83,
  /** `Media-Properties`. @see GST_RTSP_HDR_MEDIA_PROPERTIES */
  MEDIA_PROPERTIES: 84,
  /** `Seek-Style`. @see GST_RTSP_HDR_SEEK_STYLE */
  SEEK_STYLE: 85,
  /** `Accept-Ranges`. @see GST_RTSP_HDR_ACCEPT_RANGES */
  ACCEPT_RANGES: 86,
  /** `Frames`. @see GST_RTSP_HDR_FRAMES */
  FRAMES: 87,
  /** `Rate-Control`. @see GST_RTSP_HDR_RATE_CONTROL */
  RATE_CONTROL: 88,
  /** None: behind the last one. @see GST_RTSP_HDR_LAST */
  LAST: 89,
} as const;

/** One of RTSPHeaderField. */
export type RTSPHeaderField = (typeof RTSPHeaderField)[keyof typeof RTSPHeaderField];

/** From the one behind `INVALID` on. */
const names = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Allow',
  'Authorization',
  'Bandwidth',
  'Blocksize',
  'Cache-Control',
  'Conference',
  'Connection',
  'Content-Base',
  'Content-Encoding',
  'Content-Language',
  'Content-Length',
  'Content-Location',
  'Content-Type',
  'CSeq',
  'Date',
  'Expires',
  'From',
  'If-Modified-Since',
  'Last-Modified',
  'Proxy-Authenticate',
  'Proxy-Require',
  'Public',
  'Range',
  'Referer',
  'Require',
  'Retry-After',
  'RTP-Info',
  'Scale',
  'Session',
  'Server',
  'Speed',
  'Transport',
  'Unsupported',
  'User-Agent',
  'Via',
  'WWW-Authenticate',
  'ClientChallenge',
  'RealChallenge1',
  'RealChallenge2',
  'RealChallenge3',
  'Subscribe',
  'Alert',
  'ClientID',
  'CompanyID',
  'GUID',
  'RegionData',
  'SupportsMaximumASMBandwidth',
  'Language',
  'PlayerStarttime',
  'Location',
  'ETag',
  'If-Match',
  'Accept-Charset',
  'Supported',
  'Vary',
  'X-Accelerate-Streaming',
  'X-Accept-Authentication',
  'X-Accept-Proxy-Authentication',
  'X-Broadcast-Id',
  'X-Burst-Streaming',
  'X-Notice',
  'X-Player-Lag-Time',
  'X-Playlist',
  'X-Playlist-Change-Notice',
  'X-Playlist-Gen-Id',
  'X-Playlist-Seek-Id',
  'X-Proxy-Client-Agent',
  'X-Proxy-Client-Verb',
  'X-Receding-PlaylistChange',
  'X-RTP-Info',
  'X-StartupProfile',
  'Timestamp',
  'Authentication-Info',
  'Host',
  'Pragma',
  'X-Server-IP-Address',
  'x-sessioncookie',
  'RTCP-Interval',
  'KeyMgmt',
  'Pipelined-Requests',
  'Media-Properties',
  'Seek-Style',
  'Accept-Ranges',
  'Frames',
  'Rate-Control',
] as const;

/**
 * The name of a header, as it is sent.
 *
 * @throws TypeError for `INVALID`, `LAST` and other numbers.
 */
export function headerName(field: RTSPHeaderField): string {
  const name = names[field - 1] as string | undefined;
  if (name === undefined) {
    throw new TypeError(`there is no header ${String(field)}: it must be one of RTSPHeaderField`);
  }
  return name;
}
