#include "storage/backup.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "base/coding.h"
#include "storage/backup_check.h"
#include "storage/backup_files.h"
#include "storage/backup_folder.h"
#include "storage/keys.h"

namespace kith::storage {

namespace fs = std::filesystem;

namespace {

/// Tables that earlier generations have, by identity.
struct EarlierTable {
  std::string path;
  BackupFile file;
};

std::map<std::string, EarlierTable> earlier_tables(const BackupFolder& backups, const std::vector<std::uint32_t>& generations) {
  std::map<std::string, EarlierTable> tables;
  for (auto at = generations.rbegin(); at != generations.rend(); ++at) {
    const Result<BackupList> list = backups.list_of(*at);
    if (!list) continue;  // damaged: it is said by whoever restores it
    for (const BackupFile& file : list->files) {
      const std::string path = backups.path_of(*at) + "/" + file.name;
      std::error_code error;
      if (!file.table.empty() && fs::file_size(path, error) == file.size_bytes && !error)
        tables.emplace(file.table, EarlierTable{path, file});
    }
  }
  return tables;
}

/// The draft of one generation, from the store's files to a list of its own.
class Draft {
 public:
  Draft(std::string path, const std::string& store, const RunControl& control, bool link)
      : path_(std::move(path)), store_(store), control_(control), link_(link) {}

  /// Puts the files there that the store holds; those in `earlier` as links.
  Status fill(const std::vector<KvFile>& files, const std::map<std::string, EarlierTable>& earlier) {
    KITH_DO(make_folder(path_));
    for (const KvFile& file : files) {
      KITH_DO(control_.check());
      if (file.name.starts_with("OPTIONS-")) continue;  // for people alone; settle() writes one
      if (file.contents)
        KITH_DO(write_file(path_ + "/" + file.name, *file.contents));
      else
        KITH_DO(take(file, earlier));
    }
    return ok();
  }

  /// Makes it a store that was closed: what is in the log goes to tables.
  Result<std::uint64_t> settle() {
    KITH_TRY(const auto kv, Kv::open(path_, {.merges = false}));
    std::string bytes;
    KITH_TRY(const bool found, kv->get(*kv->snapshot(), Family::kMeta, last_commit_key(), bytes));
    if (!found || bytes.size() != 8)
      return Error{.code = ErrorCode::kCorruption,
                   .message = "the row of the last commit is missing or damaged",
                   .detail = "Meta"};
    const std::uint64_t commit = load_u64(bytes.data());
    KITH_DO(kv->flush());
    KITH_DO(kv->close());
    KITH_DO(write_clean_file(path_, commit));
    ::unlink((path_ + "/LOCK").c_str());
    return commit;
  }

  /// Sizes and checksums of all files, and the bytes that no earlier generation has.
  Result<BackupList> list(std::uint64_t& new_bytes) const {
    BackupList list;
    new_bytes = 0;
    std::error_code error;
    for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
      BackupFile file{.name = at->path().filename().string()};
      file.size_bytes = at->file_size(error);
      if (error) break;
      const auto known = tables_.find(file.name);
      const bool is_known = known != tables_.end() && known->second.size_bytes == file.size_bytes;
      if (is_known) file.table = known->second.table;
      if (is_known && !known->second.checksum.empty()) {
        file.checksum = known->second.checksum;
      } else {
        KITH_TRY(file.checksum, checksum_of_file(at->path().string(), control_));
      }
      if (reused_.count(file.name) == 0) new_bytes += file.size_bytes;
      list.files.push_back(std::move(file));
    }
    if (error)
      return Error{.code = ErrorCode::kIo, .message = "cannot list " + path_ + ": " + error.message(), .detail = "File"};
    std::sort(list.files.begin(), list.files.end(),
              [](const BackupFile& a, const BackupFile& b) { return a.name < b.name; });
    return list;
  }

 private:
  Status take(const KvFile& file, const std::map<std::string, EarlierTable>& earlier) {
    const std::string from = store_ + "/" + file.name;
    const std::string to = path_ + "/" + file.name;
    BackupFile taken{.name = file.name, .size_bytes = file.size_bytes, .table = file.table};
    if (const auto at = earlier.find(file.table); !file.table.empty() && at != earlier.end()) {
      KITH_TRY(const bool is_linked, link_file(at->second.path, to));
      if (is_linked) {
        taken.checksum = at->second.file.checksum;
        reused_.emplace(file.name);
        tables_.emplace(file.name, std::move(taken));
        return ok();
      }
    }
    if (link_ && !file.table.empty()) {
      KITH_TRY(const bool is_linked, link_file(from, to));
      if (is_linked) {
        tables_.emplace(file.name, std::move(taken));
        return ok();
      }
    }
    KITH_TRY(taken.checksum, copy_file(from, to, file.size_bytes, control_));
    if (!file.table.empty()) tables_.emplace(file.name, std::move(taken));
    return ok();
  }

  std::string path_;
  const std::string& store_;
  const RunControl& control_;
  bool link_;
  std::map<std::string, BackupFile> tables_;  ///< of the store, by name
  std::set<std::string> reused_;
};

/// One generation that is not named yet. `earlier` may be empty: then nothing is shared.
Result<BackupReport> make_draft(Kv& kv, const std::string& folder, const BackupFolder& backups,
                                const std::map<std::string, EarlierTable>& earlier, const BackupOptions& options,
                                const Clock& clock, const RunControl& control) {
  Draft draft(backups.draft(), folder, control, options.link);
  BackupReport report;
  KITH_DO(kv.hold_files([&](const std::vector<KvFile>& files) { return draft.fill(files, earlier); }));
  KITH_TRY(report.made.commit, draft.settle());
  if (options.verify) KITH_DO(check_copy(backups.draft(), control));
  KITH_TRY(BackupList list, draft.list(report.new_bytes));
  list.commit = report.made.commit;
  list.made_at = report.made.made_at = clock();
  report.made.size_bytes = list.size_bytes();
  KITH_DO(write_file(backups.draft() + "/" + kBackupListName, list.to_text()));
  return report;
}

}  // namespace

Result<BackupReport> make_backup(Kv& kv, const std::string& folder, std::string_view directory,
                                 const BackupOptions& options, const Clock& clock, const RunControl& control) {
  KITH_TRY(const std::string path, absolute_folder(directory));
  if (overlap(path, folder))
    return Error{.code = ErrorCode::kArgument,
                 .message = "the backups at " + path + " and the store at " + folder + " would lie in each other",
                 .detail = "Backup"};
  KITH_TRY(BackupFolder backups, BackupFolder::open_for_writing(path));
  KITH_TRY(std::vector<std::uint32_t> generations, backups.generations());
  const auto earlier = earlier_tables(backups, generations);
  Result<BackupReport> made = make_draft(kv, folder, backups, earlier, options, clock, control);
  if (!made && made.error().code == ErrorCode::kCorruption && !earlier.empty()) {
    // It may be a table of an earlier generation that is damaged.
    KITH_DO(backups.remove_draft());
    made = make_draft(kv, folder, backups, {}, options, clock, control);
  }
  if (made) {
    made->made.generation = generations.empty() ? 1 : generations.back() + 1;
    if (Status kept = backups.keep_draft(made->made.generation); !kept) made = std::move(kept).error();
  }
  if (!made) {
    (void)backups.remove_draft();  // or the next backup does
    return made;
  }
  generations.push_back(made->made.generation);
  for (std::size_t i = 0; options.keep != 0 && i + options.keep < generations.size(); ++i) {
    KITH_DO(backups.remove(generations[i]));
    ++made->removed;
  }
  return made;
}

Result<std::vector<BackupInfo>> list_backups(std::string_view directory) {
  KITH_TRY(const std::string path, absolute_folder(directory));
  KITH_TRY(const BackupFolder backups, BackupFolder::open_for_reading(path));
  KITH_TRY(const std::vector<std::uint32_t> generations, backups.generations());
  std::vector<BackupInfo> infos;
  for (std::uint32_t generation : generations) {
    KITH_TRY(const BackupList list, backups.list_of(generation));
    infos.push_back(
        {.generation = generation, .commit = list.commit, .made_at = list.made_at, .size_bytes = list.size_bytes()});
  }
  return infos;
}

}  // namespace kith::storage
