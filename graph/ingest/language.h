// The language of a text, by its script and its smallest words.
#pragma once

#include <string>
#include <string_view>

namespace kith::ingest {

/// "en", "de", …, as ISO 639-1 has it; "" if the text does not tell: too short, or of names and numbers. Linear; reads the first
/// 20,000 bytes.
std::string language_of(std::string_view text);

}  // namespace kith::ingest
