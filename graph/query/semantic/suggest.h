// The binder's name for kith::suggest, which the functions below it use too.
#pragma once

#include "base/suggest.h"

namespace kith::semantic {

using kith::suggest;

}  // namespace kith::semantic
