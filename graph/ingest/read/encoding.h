// Bytes of texts and pages to UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace kith::ingest {

/// By byte order mark, else as UTF-8, else by what it looks like. Never fails: what is no character becomes U+FFFD. Bytes that
/// hold a zero are no text and stay.
std::string decode_text(std::string_view bytes);

}  // namespace kith::ingest
