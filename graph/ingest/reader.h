// Paths to articles: text, Markdown and web pages, JSON Lines, feeds and news documents, web archives, archives of all these,
// folders, standard input. What bytes are their first ones tell, and the name where those do not.
//
//     read_articles({"news/"}, options, [&](Article&& a) { use(a); return ok(); }, [&](LoadFailure f) { report(f); });
//
// Input is hostile: only regular files are opened (a FIFO or device is a failure, a symbolic link inside a folder
// is one too), sizes are capped, text has to be UTF-8 without binary characters. What fails is reported with
// its place and the rest goes on.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "ingest/article.h"
#include "kith/ingest.h"

namespace kith::ingest {

/// Where an article stands in the input.
struct ReadPosition {
  std::uint64_t source = 0;   ///< files before its own
  std::uint64_t item = 0;     ///< articles of the file up to it
  std::uint64_t sources = 0;  ///< a hash over path, size and time of change of all files up to its own
};

struct ReaderProgress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  ReadPosition position = {};
};

/// To go on behind a position.
struct ReadFrom {
  ReadPosition position = {};
  bool taken = false;  ///< set by the reader: false if the files up to there are others by now; all is read then
};

using OnArticle = std::function<Status(Article&&, const ReaderProgress&)>;
/// Failures that a report keeps.
inline constexpr std::size_t kFailuresKept = 1000;

using OnFailure = std::function<void(LoadFailure&&)>;

/// Calls `article` or `failure` for every article, in the order of `paths`, folders in byte order of the path.
/// The first error that `article` returns ends the reading and is returned; kCancelled when stopped.
/// `from`: what is left out, without opening files that were read to their end.
Status read_articles(std::span<const std::string> paths, const LoadOptions& options, const OnArticle& article,
                     const OnFailure& failure, ReadFrom* from = nullptr);

/// Fills what follows from the text: hash, title of plain text, body, reference date (unless given).
void complete(Article& article, std::optional<Date> reference);

/// An article from memory. kArgument if its text is empty, binary or no UTF-8.
Result<Article> article_from(const ArticleText& given, std::optional<Date> reference);

/// Control characters as \xNN, so that a file's name or content cannot move a terminal's cursor.
std::string escaped(std::string_view text);

}  // namespace kith::ingest
