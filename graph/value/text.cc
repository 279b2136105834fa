#include "value/text.h"

#include <utf8proc.h>

#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "kith/element.h"

namespace kith {

namespace {

/// Deeper lists than any statement can spell are cut here, so that no stack is too small for them.
constexpr int kDepthMax = 1000;

template <class Float>
std::string shortest(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  // d.ddd…e±xx: shortest digits and the exponent of the first of them.
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view all(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = all.find('e');
  int exponent = 0;
  const std::size_t sign_skip = all[e + 1] == '+' ? 1 : 0;
  std::from_chars(all.data() + e + 1 + sign_skip, end, exponent);
  std::string text(all[0] == '-' ? "-" : "");
  std::string digits;
  for (const char c : all.substr(0, e))
    if (c >= '0' && c <= '9') digits.push_back(c);

  constexpr int kSmallest = -3;  // Java writes 0.001 plainly, 1.0E-4 not
  constexpr int kLargest = 7;    // and 9999999.0 plainly, 1.0E7 not
  if (exponent >= kSmallest && exponent < 0) {
    text += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  } else if (exponent >= 0 && exponent < kLargest) {
    const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < whole + 1) digits.resize(whole + 1, '0');
    text += digits.substr(0, whole) + "." + digits.substr(whole);
  } else {
    text += digits.substr(0, 1) + "." + (digits.size() > 1 ? digits.substr(1) : "0") + "E" + std::to_string(exponent);
  }
  return text;
}

bool is_letter(std::uint32_t point) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_plain_name(std::string_view name) {
  if (name.empty()) return false;
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded d = utf8::decode(name, at);
    const bool digit = d.code_point >= '0' && d.code_point <= '9';
    if (!d.valid || !(is_letter(d.code_point) || d.code_point == '_' || (digit && at > 0))) return false;
    at += d.length;
  }
  return true;
}

void append_value(std::string& out, const Value& value, int depth);

void append_map(std::string& out, const Map& map, int depth) {
  out += '{';
  const char* separator = "";
  for (const auto& [key, value] : map) {
    out += separator + name_text(key) + ": ";
    append_value(out, value, depth + 1);
    separator = ", ";
  }
  out += '}';
}

void append_list(std::string& out, const List& list, int depth) {
  out += '[';
  const char* separator = "";
  for (const Value& value : list) {
    out += separator;
    append_value(out, value, depth + 1);
    separator = ", ";
  }
  out += ']';
}

void append_node(std::string& out, const Node& node, int depth) {
  out += '(';
  for (const std::string& label : node.labels) out += ":" + name_text(label);
  if (!node.properties.empty()) {
    if (!node.labels.empty()) out += ' ';
    append_map(out, node.properties, depth);
  }
  out += ')';
}

void append_edge(std::string& out, const Edge& edge, int depth) {
  out += "[:" + name_text(edge.type);
  if (!edge.properties.empty()) {
    out += ' ';
    append_map(out, edge.properties, depth);
  }
  out += ']';
}

void append_path(std::string& out, const Path& path, int depth) {
  out += '<';
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    append_node(out, path.nodes[i], depth);
    if (i >= path.edges.size()) break;
    const bool forward = path.edges[i].from == path.nodes[i].id;
    out += forward ? "-" : "<-";
    append_edge(out, path.edges[i], depth);
    out += forward ? "->" : "-";
  }
  out += '>';
}

void append_vector(std::string& out, const Vector& vector) {
  out += "vector([";
  const char* separator = "";
  for (const float coordinate : vector.coordinates) {
    out += separator + float_text(coordinate);
    separator = ", ";
  }
  out += "], " + std::to_string(vector.coordinates.size()) + ", FLOAT32)";
}

void append_bytes(std::string& out, std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "bytes('";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  out += "')";
}

void append_value(std::string& out, const Value& value, int depth) {
  if (depth > kDepthMax) {
    out += "...";
    return;
  }
  switch (value.kind()) {
    case Kind::kNull: out += "null"; return;
    case Kind::kBoolean: out += value.as_boolean() ? "true" : "false"; return;
    case Kind::kInteger: out += std::to_string(value.as_integer()); return;
    case Kind::kFloat: out += float_text(value.as_float()); return;
    case Kind::kString: out += quoted(value.as_string()); return;
    case Kind::kBytes: append_bytes(out, value.as_bytes()); return;
    case Kind::kList: append_list(out, value.as_list(), depth); return;
    case Kind::kMap: append_map(out, value.as_map(), depth); return;
    case Kind::kNode:
      if (value.is_reference())
        out += "(" + element_id(value.node_id()) + ")";
      else
        append_node(out, value.as_node(), depth);
      return;
    case Kind::kEdge:
      if (value.is_reference())
        out += "[" + element_id(value.edge_id()) + "]";
      else
        append_edge(out, value.as_edge(), depth);
      return;
    case Kind::kPath: append_path(out, value.as_path(), depth); return;
    case Kind::kDate: out += to_text(value.as_date()); return;
    case Kind::kLocalTime: out += to_text(value.as_local_time()); return;
    case Kind::kTime: out += to_text(value.as_time()); return;
    case Kind::kLocalDateTime: out += to_text(value.as_local_date_time()); return;
    case Kind::kDateTime: out += to_text(value.as_date_time()); return;
    case Kind::kDuration: out += to_text(value.as_duration()); return;
    case Kind::kPoint: out += to_text(value.as_point()); return;
    case Kind::kVector: append_vector(out, value.as_vector()); return;
  }
}

}  // namespace

std::string Value::to_text() const {
  std::string out;
  append_value(out, *this, 0);
  return out;
}

std::string to_string_value(const Value& value) {
  return value.kind() == Kind::kString ? std::string(value.as_string()) : value.to_text();
}

std::string float_text(double value) { return shortest(value); }

std::string float_text(float value) { return shortest(value); }

std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text) {
    switch (c) {
      case '\'': out += "\\'"; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7F)
          out += std::string("\\u00") + kHex[byte >> 4U] + kHex[byte & 15U];
        else
          out += c;
    }
  }
  return out + "'";
}

std::string name_text(std::string_view name) {
  if (is_plain_name(name)) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += c;
    out += c;
  }
  return out + "`";
}

std::string to_text(const Point& value) {
  std::string out = "point({x: " + float_text(value.x) + ", y: " + float_text(value.y);
  if (value.is_3d()) out += ", z: " + float_text(value.z);
  return out + ", srid: " + std::to_string(value.srid) + "})";
}

}  // namespace kith
