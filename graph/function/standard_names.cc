// The names that GQL (ISO/IEC 39075) gives to functions of Cypher: the same function under a second name.
#include "function/builtin.h"

namespace kith::function {
namespace {

struct StandardName {
  const char* name;
  const char* function;  // in lower case
};

constexpr StandardName kNames[] = {
    {"ceiling", "ceil"},
    {"ln", "log"},
    {"collect_list", "collect"},
    {"percentile_cont", "percentilecont"},
    {"percentile_disc", "percentiledisc"},
    {"stdev_samp", "stdev"},
    {"stdev_pop", "stdevp"},
    {"path_length", "length"},
    {"local_time", "localtime"},
    {"zoned_time", "time"},
    {"local_datetime", "localdatetime"},
    {"zoned_datetime", "datetime"},
    {"duration_between", "duration.between"},
};

}  // namespace

void add_standard_names(FunctionTable& functions) {
  for (const StandardName& standard : kNames) {
    Function second = *functions.find(standard.function);
    second.name = standard.name;
    functions.add(std::move(second));
  }
}

}  // namespace kith::function
