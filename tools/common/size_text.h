// Sizes as people read them.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace kith::tools {

/// "512 bytes", "1.2 kB", "12.3 MB": three figures or fewer, thousands of bytes.
inline std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " bytes";
  double size = static_cast<double>(bytes);
  const char* unit = "";
  for (const char* next : {"kB", "MB", "GB", "TB"}) {
    if (size < 999.95 && *unit != '\0') break;
    size /= 1000;
    unit = next;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", size, unit);
  return text;
}

}  // namespace kith::tools
