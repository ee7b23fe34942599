import { native } from '../../lib/native.js';
import { callbackNames } from './callbacks.js';
import { eventName, events } from './events.js';
import { overrideName } from './overrides.js';
import type { Tally } from './statistics.js';

/** Bound functions that a run need not call, and why. */
const uncalled: Readonly<Record<string, string>> = {};

const padTakenAway = 'an element would have to take a pad away while its medium runs';

/** Events, callbacks and overrides that need not come, and why. */
const unheard: Readonly<Record<string, string>> = {
  'GstRTSPMedia::removed-stream': padTakenAway,
  'RTSPMedia.removedStream()': padTakenAway,
  'RTSPOnvifMediaFactory.hasBackchannelSupport()':
    'no client requires the backchannel: the library leaks a pad with each that does',
  'RTSPServer.createClient()': 'that of RTSPOnvifServer comes, of which the server is',
  'RTSPClient.configureClientMedia()': 'that of RTSPOnvifClient comes, of which the clients are',
  'GstRTSPClient::transport-dropped': 'a client would have to read nothing of a stream for ten seconds',
};

/** All that there is to be called by C. */
function allHandlers(): string[] {
  return [
    ...Object.entries(events).flatMap(([type, ofType]) => Object.keys(ofType).map((event) => eventName(type, event))),
    ...callbackNames,
    ...native
      .virtualMethods()
      .filter(({ refusal }) => refusal === null)
      .map(({ type, method }) => overrideName(type, method)),
  ];
}

const handlers = [...new Set(allHandlers())];

/** What C has not called yet, though it should have. */
export function missingHandlers(came: Tally): string[] {
  return handlers.filter((name) => came.get(name) === 0 && !Object.hasOwn(unheard, name));
}

/** Functions that have not been called yet, though they should have. */
export function missingCalls(neverCalled: readonly string[]): string[] {
  return neverCalled.filter((name) => !Object.hasOwn(uncalled, name));
}

/** How many handlers there are that should come. */
export const expectedHandlers = handlers.filter((name) => !Object.hasOwn(unheard, name)).length;
