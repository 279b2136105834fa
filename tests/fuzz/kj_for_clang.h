// Read before every file of the preset `fuzz`. The packaged KJ leaves out `"a" == StringPtr` where the compiler can
// derive it from `StringPtr == "a"`; clang 16 does not derive it, since StringPtr also has a `!=` (P2468).
#pragma once

#include <kj/array.h>

#include <string>

#pragma push_macro("__cpp_impl_three_way_comparison")
#undef __cpp_impl_three_way_comparison
#include <kj/string.h>
#pragma pop_macro("__cpp_impl_three_way_comparison")
