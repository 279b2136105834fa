#include "common/table.h"

#include <algorithm>
#include <utility>

#include "common/terminal_text.h"

namespace kith::tools {

namespace {

struct Cell {
  std::string text;
  std::size_t width = 0;
  bool right = false;
};

Cell cell_of(const Value& value) {
  Cell cell;
  cell.text = printable(value.kind() == Kind::kString ? std::string(value.as_string()) : value.to_text());
  cell.width = display_width(cell.text);
  cell.right = value.is_number();
  return cell;
}

class Table final : public RowFormat {
 public:
  explicit Table(Output output) : output_(std::move(output)) {}

  Status begin(const std::vector<std::string>& columns) override {
    header_.clear();
    widths_.clear();
    waiting_.clear();
    header_written_ = false;
    for (const std::string& column : columns) {
      Cell cell{.text = printable(column)};
      cell.width = display_width(cell.text);
      widths_.push_back(cell.width);
      header_.push_back(std::move(cell));
    }
    return ok();
  }

  Status row(std::span<const Value> values) override {
    std::vector<Cell> cells;
    cells.reserve(values.size());
    for (const Value& value : values) cells.push_back(cell_of(value));
    if (header_written_) return output_(line(cells));
    for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], cells[i].width);
    waiting_.push_back(std::move(cells));
    constexpr std::size_t kRowsMeasured = 1000;
    return waiting_.size() < kRowsMeasured ? ok() : write_waiting();
  }

  Status end() override { return header_written_ ? ok() : write_waiting(); }

 private:
  Status write_waiting() {
    header_written_ = true;
    std::string out = line(header_);
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) out += "-+-";
      out.append(widths_[i], '-');
    }
    out += '\n';
    for (const std::vector<Cell>& cells : waiting_) out += line(cells);
    waiting_.clear();
    return output_(out);
  }

  std::string line(const std::vector<Cell>& cells) const {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += " | ";
      const std::size_t padding = widths_[i] - std::min(widths_[i], cells[i].width);
      if (cells[i].right) out.append(padding, ' ');
      out += cells[i].text;
      if (!cells[i].right && i + 1 < cells.size()) out.append(padding, ' ');
    }
    return out + '\n';
  }

  Output output_;
  std::vector<Cell> header_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<Cell>> waiting_;
  bool header_written_ = false;
};

}  // namespace

std::unique_ptr<RowFormat> make_table(Output output) { return std::make_unique<Table>(std::move(output)); }

}  // namespace kith::tools
