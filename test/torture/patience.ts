/**
 * How long a handler may take, in ms. Long against whatever the machine's noise explains: a call that waits for a thread
 * that waits for a handler is known by it.
 */
export const handlerTimeout = 1000;
/** What some handlers have instead, in ms. */
export const shorterTimeout = 0.9 * handlerTimeout;
/** How long a media may take to preroll, in ms. */
export const prepareTimeout = 5000;
/** How many handlers a request may wait for: the media's, a new session's, its own, and those of its response. */
const handlersOfRequest = 8;
/** How long a request may be at work, in ms: its thread serves nobody else meanwhile. */
export const longestRequest = prepareTimeout + handlersOfRequest * handlerTimeout;
