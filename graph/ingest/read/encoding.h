// Bytes of texts and pages to UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "ingest/file.h"

namespace kith::ingest {

/// By byte order mark, else as UTF-8, else by what it looks like. Never fails: what is no character becomes U+FFFD. Bytes that
/// hold a zero are no text and stay.
std::string decode_text(std::string_view bytes);

/// Whether bytes begin with the byte order mark of UTF-16.
bool is_utf16(std::string_view bytes) noexcept;

/// The UTF-8 of a file in UTF-16, converted as it is read: for files of many records. `file` has to outlive it.
File utf8_of_utf16(File& file);

}  // namespace kith::ingest
