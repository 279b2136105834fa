// Markdown to the text that stands in it, at its own place: what is markup becomes blanks, so that offsets are those of the
// file.
//
//     "# Talks\n\n**Ann Brody** met [Omar Said](https://x.example/7).\n"
//     "  Talks\n\n  Ann Brody   met  Omar Said                        .\n"
#pragma once

#include <string>
#include <string_view>

namespace kith::ingest {

struct Markdown {
  std::string title = {};      ///< of the front matter, else the first heading
  std::string url = {};        ///< of the front matter: url or link
  std::string published = {};  ///< date
  std::string publisher = {};
  std::string language = {};
  std::string text = {};       ///< as long as the file, byte for byte
};

Markdown read_markdown(std::string_view file);

}  // namespace kith::ingest
