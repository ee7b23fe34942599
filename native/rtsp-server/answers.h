#pragma once
#include "marshal/table.h"

// What C gets when JavaScript answers the signals of the RTSP classes, and what it gets by default.
namespace rtspnode {

// The application acts before C goes on; nothing is answered.
extern const AnswerPolicy no_answer;
// A GstRTSPStatusCode: 200 by default, 500 when the handler threw.
extern const AnswerPolicy status_answer;
// The comma-separated list of unsupported options: by default all are unsupported.
extern const AnswerPolicy requirements_answer;
// Whether to trust a certificate: by default not.
extern const AnswerPolicy certificate_answer;

}  // namespace rtspnode
