#pragma once
#include "marshal/vfunc.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/vfuncs.h"

// The virtual methods that our own classes have in place of C's, see types/: the same over each parent, in a class
// structure of its own.
namespace rtspnode {

template <typename Class>
inline constexpr VFuncEntry kCreateClient = VFUNC("createClient", Class, make_client, asks<Keeps{kMainThread, 0}>,
                                                  returns<full>, may_be_null, checks<CheckNewClient>);

template <typename Class>
inline constexpr VFuncEntry kConfigureClientMedia = VFUNC("configureClientMedia", Class, configure_media,
                                                          asks<kInMediaRequest>, answers<Boolean>,
                                                          names<"media", "stream", "context">,
                                                          finishes<AnswerRefusedMedia>);

template <typename Class>
inline constexpr VFuncEntry kGenKey = VFUNC("genKey", Class, make_key, asks<kInRequest>, returns<full>, may_be_null,
                                            names<"url">);

template <typename Class>
inline constexpr VFuncEntry kCreateElement = VFUNC("createElement", Class, make_element, asks<kInConstruction>,
                                                   may_be_null, names<"url">, floating);

template <typename Class>
inline constexpr VFuncEntry kCreatePipeline = VFUNC("createPipeline", Class, make_pipeline, asks<kInConstruction>,
                                                    may_be_null, names<"media">, returns<full>, lent,
                                                    checks<CheckPipeline>, finishes<TakePipeline>);

}  // namespace rtspnode
