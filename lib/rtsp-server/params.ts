import type { RTSPResult } from '../gstrtsp/enums.js';
import { c } from '../native.js';
import type { RTSPClient } from './client.js';
import { isGiven, RTSPContext } from './context.js';

function check(client: RTSPClient, context: RTSPContext): void {
  if (!(context instanceof RTSPContext) || !isGiven(context)) {
    throw new Error('the context is not that of the handler which is running');
  }
  if (context.client !== client) throw new TypeError('the context is one of another client');
}

/**
 * Answers SET_PARAMETER as the library does: 451, it knows no parameters. Only in the handler that was given the context,
 * an override of `paramsSet()` for one; what `context.response` shows does not change.
 *
 * @throws Error in another place; TypeError for another client's context; GError (the Promise rejects) when there is
 * nothing to be answered.
 * @see gst_rtsp_params_set
 */
export async function rtspParamsSet(client: RTSPClient, context: RTSPContext): Promise<RTSPResult> {
  check(client, context);
  return (await c.node_rtsp_params_set()) as RTSPResult;
}

/**
 * The same for GET_PARAMETER, and `paramsGet()`. It waits for the same, and rejects for the same.
 *
 * @see gst_rtsp_params_get
 */
export async function rtspParamsGet(client: RTSPClient, context: RTSPContext): Promise<RTSPResult> {
  check(client, context);
  return (await c.node_rtsp_params_get()) as RTSPResult;
}
