#include "gstnet/tables.h"

#include "gstnet/clocks.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

// They make sockets and look addresses up.
constexpr FunctionEntry net_client_clock_functions[] = {
    FUNCTION(node_net_client_clock_new, promised, returns<full>, names<"name", "address", "port", "baseTime">,
             nullable<0>, as<3, ClockTime>, locks<>),
};
constexpr Table net_client_clock{
    "NetClientClock", "gst_net_client_clock_", "GstNetClientClock", net_client_clock_functions, {}};

constexpr FunctionEntry ntp_clock_functions[] = {
    FUNCTION(node_ntp_clock_new, promised, returns<full>, names<"name", "address", "port", "baseTime">, nullable<0>,
             as<3, ClockTime>, locks<>),
};
constexpr Table ntp_clock{"NtpClock", "gst_ntp_clock_", "GstNtpClock", ntp_clock_functions, {}};

constexpr FunctionEntry ptp_clock_functions[] = {
    // Starts a process.
    FUNCTION(node_ptp_clock_new, promised, returns<full>, names<"name", "domain">, nullable<0>, as<1, PtpDomain>,
             locks<>),
};
constexpr Table ptp_clock{"PtpClock", "gst_ptp_clock_", "GstPtpClock", ptp_clock_functions, {}};

constexpr FunctionEntry net_time_provider_functions[] = {
    FUNCTION(node_net_time_provider_new, promised, returns<full>, names<"clock", "address", "port">, nullable<1>,
             locks<>),
};
constexpr Table net_time_provider{
    "NetTimeProvider", "gst_net_time_provider_", "GstNetTimeProvider", net_time_provider_functions, {}};

constexpr const Table* tables[] = {&net_client_clock, &ntp_clock, &ptp_clock, &net_time_provider};

}  // namespace

std::span<const Table* const> GstNetTables() { return tables; }

}  // namespace rtspnode
