#include "storage/backup_check.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "kith/options.h"
#include "storage/store.h"

namespace kith::storage {

namespace fs = std::filesystem;

Status check_copy(const std::string& folder, const RunControl& control) {
  {
    KITH_TRY(const auto store, Store::open(
                                     folder, {.create_if_missing = false, .read_only = true, .memory_bytes = 256u << 20}));
    KITH_TRY(const CheckReport report, store->check(control));
    if (report.damages != 0)
      return Error{.code = ErrorCode::kCorruption,
                   .message = "the copy is damaged: " + report.damage.front().kind + ": " + report.damage.front().message +
                              (report.damages == 1 ? "" : ", and " + std::to_string(report.damages - 1) + " more"),
                   .detail = "Backup"};
    KITH_DO(store->close());
  }
  ::unlink((folder + "/kith.lock").c_str());
  return ok();
}

Result<std::string> absolute_folder(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos)
    return Error{.code = ErrorCode::kArgument, .message = "the path of the folder is empty or has a zero byte"};
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(fs::absolute(fs::path(path), error), error);
  if (error)
    return Error{.code = ErrorCode::kIo,
                 .message = "cannot resolve " + std::string(path) + ": " + error.message(),
                 .detail = "File"};
  std::string text = absolute.lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

bool overlap(const std::string& one, const std::string& other) {
  const auto is_in = [](const std::string& inner, const std::string& outer) {
    return inner == outer || inner.starts_with(outer.back() == '/' ? outer : outer + "/");
  };
  return is_in(one, other) || is_in(other, one);
}

}  // namespace kith::storage
