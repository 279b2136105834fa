#include "ingest/read/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace kith::ingest {

namespace {

// Text shrinks to a tenth, very repetitive text to a hundredth.
constexpr std::int64_t kExpansionMax = 250;
constexpr std::int64_t kExpandedFreely = std::int64_t{64} << 20;
constexpr std::uint64_t kMembersMax = 1'000'000;
constexpr std::size_t kBlockBytes = std::size_t{1} << 18;

Error damaged(archive* from) {
  const char* why = archive_error_string(from);
  return {.code = ErrorCode::kSyntax, .message = std::string("the archive is damaged: ") + (why == nullptr ? "unknown" : why)};
}

Error limit(std::string message) {
  return {.code = ErrorCode::kLimit, .message = std::move(message), .detail = "ArchiveLimit"};
}

}  // namespace

struct Archive::Impl {
  explicit Impl(File& from) : source(from), handle(archive_read_new()) {}
  ~Impl() { archive_read_free(handle); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<std::size_t> read(char* to, std::size_t bytes);

  File& source;
  archive* handle;
  std::string block;
  std::string name;
  std::string_view pending;  // of the block that was read last
  std::int64_t expanded = 0;
  std::uint64_t members = 0;
  bool at_end = false;
};

namespace {

la_ssize_t give_block(archive* handle, void* client, const void** bytes) {
  auto* impl = static_cast<Archive::Impl*>(client);
  Result<std::string> block = impl->source.read_block();
  if (!block) {
    archive_set_error(handle, EIO, "%s", block.error().message.c_str());
    return ARCHIVE_FATAL;
  }
  impl->block = *std::move(block);
  *bytes = impl->block.data();
  return static_cast<la_ssize_t>(impl->block.size());
}

}  // namespace

bool looks_like_archive(std::string_view bytes) noexcept {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"\x1F\x8B"sv, "PK\x03\x04"sv, "PK\x05\x06"sv, "BZh"sv, "\xFD" "7zXZ\0"sv, "\x28\xB5\x2F\xFD"sv})
    if (bytes.starts_with(magic)) return true;
  return bytes.size() >= 262 && bytes.substr(257, 5) == "ustar";
}

Archive::Archive(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::open(File& source) {
  auto impl = std::make_unique<Impl>(source);
  if (impl->handle == nullptr) return Error{.code = ErrorCode::kLimit, .message = "there is no memory for the archive"};
  archive_read_support_filter_gzip(impl->handle);
  archive_read_support_filter_bzip2(impl->handle);
  archive_read_support_filter_xz(impl->handle);
  archive_read_support_filter_zstd(impl->handle);
  archive_read_support_format_tar(impl->handle);
  archive_read_support_format_raw(impl->handle);
  // Of a file the index at the end of a zip can be read, which tells more than what streams by.
  const int descriptor = source.descriptor();
  if (descriptor >= 0 && ::lseek(descriptor, 0, SEEK_SET) == 0) {
    archive_read_support_format_zip(impl->handle);
    if (archive_read_open_fd(impl->handle, descriptor, kBlockBytes) != ARCHIVE_OK) return damaged(impl->handle);
    return Archive(std::move(impl));
  }
  archive_read_support_format_zip_streamable(impl->handle);
  if (archive_read_open(impl->handle, impl.get(), nullptr, give_block, nullptr) != ARCHIVE_OK) return damaged(impl->handle);
  return Archive(std::move(impl));
}

Result<bool> Archive::next() {
  while (true) {
    archive_entry* entry = nullptr;
    const int outcome = archive_read_next_header(impl_->handle, &entry);
    if (outcome == ARCHIVE_EOF) return false;
    if (outcome < ARCHIVE_WARN) return damaged(impl_->handle);
    if (++impl_->members > kMembersMax) return limit(fmt::format("the archive has more than {} members", kMembersMax));
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const bool raw = archive_format(impl_->handle) == ARCHIVE_FORMAT_RAW;
    const char* name = raw ? "" : archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    impl_->name = name == nullptr ? "" : name;
    impl_->pending = {};
    impl_->at_end = false;
    return true;
  }
}

const std::string& Archive::name() const noexcept { return impl_->name; }

// Block by block: what came before damage is given out, which archive_read_data() would not do.
Result<std::size_t> Archive::Impl::read(char* to, std::size_t bytes) {
  while (pending.empty()) {
    if (at_end) return std::size_t{0};
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int outcome = archive_read_data_block(handle, &data, &size, &offset);
    at_end = outcome != ARCHIVE_OK;
    if (outcome == ARCHIVE_EOF) return std::size_t{0};
    if (outcome < ARCHIVE_WARN) return damaged(handle);
    pending = std::string_view(static_cast<const char*>(data), size);
    expanded += static_cast<std::int64_t>(size);
    // The last filter counts what came from the file.
    if (expanded > kExpandedFreely && expanded / kExpansionMax > archive_filter_bytes(handle, -1)) {
      at_end = true;
      pending = {};
      return limit(fmt::format("the archive expands more than {} times", kExpansionMax));
    }
  }
  const std::size_t count = std::min(bytes, pending.size());
  std::copy_n(pending.data(), count, to);
  pending.remove_prefix(count);
  return count;
}

File Archive::content() {
  return File::from([impl = impl_.get()](char* to, std::size_t bytes) { return impl->read(to, bytes); });
}

}  // namespace kith::ingest
