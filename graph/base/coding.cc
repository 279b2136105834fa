#include "base/coding.h"

namespace kith {

void append_escaped(std::string& to, std::string_view text) {
  while (true) {
    const std::size_t zero = text.find('\0');
    to.append(text.substr(0, zero));
    if (zero == std::string_view::npos) return;
    to.append("\0\xFF", 2);
    text.remove_prefix(zero + 1);
  }
}

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty()) {
    if (static_cast<unsigned char>(end.back()) != 0xFF) {
      end.back() = static_cast<char>(end.back() + 1);
      return end;
    }
    end.pop_back();
  }
  return end;
}

}  // namespace kith
