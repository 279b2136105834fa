// Archives and compressed files to their members: tar, zip, gzip, bzip2, xz, zstd, and these inside each other.
//
//     KITH_TRY(Archive archive, Archive::open(file));
//     while (true) {
//       KITH_TRY(const bool more, archive.next());
//       if (!more) break;
//       use(archive.name(), archive.content());
//     }
//
// Archives are hostile: nothing is written to disk, names are names and no paths of this machine, and what expands too far
// ends with kLimit, detail "ArchiveLimit".
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/file.h"
#include "kith/status.h"

namespace kith::ingest {

/// Whether the bytes begin as a compressed file or an archive that can be read does. 262 bytes tell.
bool looks_like_archive(std::string_view bytes) noexcept;

/// Move-only, one thread at a time.
class Archive {
 public:
  /// `source` outlives it and is read from where it stands. kSyntax: it is no archive, or damaged at its start.
  static Result<Archive> open(File& source);

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  /// Goes to the next regular member, over what is left of this one; false at the end. kSyntax: the archive is damaged from
  /// here on. kLimit.
  Result<bool> next();

  /// Of the member, as the archive has it; empty for a compressed file, which has one member without a name.
  const std::string& name() const noexcept;

  /// Its bytes, until the next call of next(). Reading gives kSyntax where it is damaged or cut off, kLimit if it is encrypted or
  /// expands too far.
  File content();

  struct Impl;

 private:
  explicit Archive(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kith::ingest
