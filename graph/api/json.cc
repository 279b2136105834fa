#include "kith/json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "kith/element.h"

namespace kith {

namespace {

Error too_deep() {
  return Error{.code = ErrorCode::kLimit,
               .message = "the value nests deeper than " + std::to_string(kJsonDepthMax) + " levels",
               .detail = "NestingLimit"};
}

template <class Items, class Append>
Status append_array(std::string& out, const Items& items, Append append) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    KITH_DO(append(item));
  }
  out += ']';
  return ok();
}

void append_strings(std::string& out, const std::vector<std::string>& texts) {
  (void)append_array(out, texts, [&](const std::string& text) {
    append_json_string(out, text);
    return ok();
  });
}

/// The shortest decimal that reads back as the same 32-bit float.
std::string single_text(float value) {
  if (!std::isfinite(value)) return Value(static_cast<double>(value)).to_text();
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string number_text(double value) { return Value(value).to_text(); }

// ---- plain ----

void append_plain_float(std::string& out, double value) {
  if (std::isfinite(value))
    out += number_text(value);
  else
    append_json_string(out, number_text(value));
}

void append_plain_point(std::string& out, const Point& point) {
  out += "{\"srid\":" + std::to_string(point.srid) + ",\"x\":";
  append_plain_float(out, point.x);
  out += ",\"y\":";
  append_plain_float(out, point.y);
  if (point.is_3d()) {
    out += ",\"z\":";
    append_plain_float(out, point.z);
  }
  out += '}';
}

class Plain {
 public:
  explicit Plain(std::string& out) : out_(out) {}

  Status value(const Value& v, int depth) {
    if (depth > kJsonDepthMax) return too_deep();
    switch (v.kind()) {
      case Kind::kNull: out_ += "null"; return ok();
      case Kind::kBoolean: out_ += v.as_boolean() ? "true" : "false"; return ok();
      case Kind::kInteger: out_ += std::to_string(v.as_integer()); return ok();
      case Kind::kFloat: append_plain_float(out_, v.as_float()); return ok();
      case Kind::kString: append_json_string(out_, v.as_string()); return ok();
      case Kind::kBytes: append_json_string(out_, base64(v.as_bytes())); return ok();
      case Kind::kList:
        return append_array(out_, v.as_list(), [&](const Value& item) { return value(item, depth + 1); });
      case Kind::kMap: out_ += '{'; return members(v.as_map(), "", {}, depth);
      case Kind::kNode: return node(v.as_node(), depth);
      case Kind::kEdge: return edge(v.as_edge(), depth);
      case Kind::kPath: return path(v.as_path(), depth);
      case Kind::kDate:
      case Kind::kLocalTime:
      case Kind::kTime:
      case Kind::kLocalDateTime:
      case Kind::kDateTime:
      case Kind::kDuration: append_json_string(out_, v.to_text()); return ok();
      case Kind::kPoint: append_plain_point(out_, v.as_point()); return ok();
      case Kind::kVector:
        return append_array(out_, v.as_vector().coordinates, [&](float f) {
          std::isfinite(f) ? void(out_ += single_text(f)) : append_json_string(out_, single_text(f));
          return ok();
        });
    }
    return ok();
  }

 private:
  /// The rest of an object after `{` and fields of its own, whose names are `own`.
  Status members(const Map& map, const char* separator, std::initializer_list<std::string_view> own, int depth) {
    for (const auto& [key, member] : map) {
      out_ += separator;
      separator = ",";
      bool taken = false;
      for (const std::string_view name : own) taken = taken || name == key;
      append_json_string(out_, taken ? "_" + key : key);
      out_ += ':';
      KITH_DO(value(member, depth + 1));
    }
    out_ += '}';
    return ok();
  }

  Status node(const Node& node, int depth) {
    out_ += "{\"_id\":";
    append_json_string(out_, element_id(node.id));
    out_ += ",\"_labels\":";
    append_strings(out_, node.labels);
    return members(node.properties, ",", {"_id", "_labels"}, depth);
  }

  Status edge(const Edge& edge, int depth) {
    out_ += "{\"_id\":";
    append_json_string(out_, element_id(edge.id));
    out_ += ",\"_type\":";
    append_json_string(out_, edge.type);
    out_ += ",\"_from\":";
    append_json_string(out_, element_id(edge.from));
    out_ += ",\"_to\":";
    append_json_string(out_, element_id(edge.to));
    return members(edge.properties, ",", {"_id", "_type", "_from", "_to"}, depth);
  }

  Status path(const Path& path, int depth) {
    out_ += '[';
    for (std::size_t i = 0; i < path.nodes.size(); ++i) {
      if (i > 0) {
        out_ += ',';
        KITH_DO(edge(path.edges[i - 1], depth));
        out_ += ',';
      }
      KITH_DO(node(path.nodes[i], depth));
    }
    out_ += ']';
    return ok();
  }

  std::string& out_;
};

// ---- typed ----

class Typed {
 public:
  explicit Typed(std::string& out) : out_(out) {}

  Status value(const Value& v, int depth) {
    if (depth > kJsonDepthMax) return too_deep();
    switch (v.kind()) {
      case Kind::kNull: out_ += R"({"$type":"Null","_value":null})"; return ok();
      case Kind::kBoolean:
        out_ += v.as_boolean() ? R"({"$type":"Boolean","_value":true})" : R"({"$type":"Boolean","_value":false})";
        return ok();
      case Kind::kInteger: return text("Integer", std::to_string(v.as_integer()));
      case Kind::kFloat: return text("Float", number_text(v.as_float()));
      case Kind::kString: return text("String", v.as_string());
      case Kind::kBytes: return text("Base64", base64(v.as_bytes()));
      case Kind::kList:
        begin("List");
        KITH_DO(append_array(out_, v.as_list(), [&](const Value& item) { return value(item, depth + 1); }));
        out_ += '}';
        return ok();
      case Kind::kMap:
        begin("Map");
        KITH_DO(members(v.as_map(), depth));
        out_ += '}';
        return ok();
      case Kind::kNode: return node(v.as_node(), depth);
      case Kind::kEdge: return edge(v.as_edge(), depth);
      case Kind::kPath: return path(v.as_path(), depth);
      case Kind::kDate: return text("Date", v.to_text());
      case Kind::kLocalTime: return text("LocalTime", v.to_text());
      case Kind::kTime: return text("Time", v.to_text());
      case Kind::kLocalDateTime: return text("LocalDateTime", v.to_text());
      case Kind::kDateTime:
        return text(v.as_date_time().zone.empty() ? "OffsetDateTime" : "ZonedDateTime", v.to_text());
      case Kind::kDuration: return text("Duration", v.to_text());
      case Kind::kPoint: return text("Point", point_text(v.as_point()));
      case Kind::kVector: return vector(v.as_vector());
    }
    return ok();
  }

 private:
  static std::string point_text(const Point& point) {
    std::string text = "SRID=" + std::to_string(point.srid) + (point.is_3d() ? ";POINT Z (" : ";POINT (");
    text += number_text(point.x) + " " + number_text(point.y);
    if (point.is_3d()) text += " " + number_text(point.z);
    return text + ")";
  }

  void begin(const char* type) {
    out_ += "{\"$type\":\"";
    out_ += type;
    out_ += "\",\"_value\":";
  }

  Status text(const char* type, std::string_view content) {
    begin(type);
    append_json_string(out_, content);
    out_ += '}';
    return ok();
  }

  Status members(const Map& map, int depth) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, member] : map) {
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, key);
      out_ += ':';
      KITH_DO(value(member, depth + 1));
    }
    out_ += '}';
    return ok();
  }

  Status node(const Node& node, int depth) {
    begin("Node");
    out_ += "{\"_element_id\":";
    append_json_string(out_, element_id(node.id));
    out_ += ",\"_labels\":";
    append_strings(out_, node.labels);
    out_ += ",\"_properties\":";
    KITH_DO(members(node.properties, depth));
    out_ += "}}";
    return ok();
  }

  Status edge(const Edge& edge, int depth) {
    begin("Relationship");
    out_ += "{\"_element_id\":";
    append_json_string(out_, element_id(edge.id));
    out_ += ",\"_start_node_element_id\":";
    append_json_string(out_, element_id(edge.from));
    out_ += ",\"_end_node_element_id\":";
    append_json_string(out_, element_id(edge.to));
    out_ += ",\"_type\":";
    append_json_string(out_, edge.type);
    out_ += ",\"_properties\":";
    KITH_DO(members(edge.properties, depth));
    out_ += "}}";
    return ok();
  }

  Status path(const Path& path, int depth) {
    begin("Path");
    out_ += '[';
    for (std::size_t i = 0; i < path.nodes.size(); ++i) {
      if (i > 0) {
        out_ += ',';
        KITH_DO(edge(path.edges[i - 1], depth));
        out_ += ',';
      }
      KITH_DO(node(path.nodes[i], depth));
    }
    out_ += "]}";
    return ok();
  }

  Status vector(const Vector& vector) {
    begin("Vector");
    out_ += "{\"coordinatesType\":\"FLOAT32\",\"coordinates\":";
    (void)append_array(out_, vector.coordinates, [&](float f) {
      append_json_string(out_, single_text(f));
      return ok();
    });
    out_ += "}}";
    return ok();
  }

  std::string& out_;
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;  // [clean, at) can be copied as it is
  const auto replace = [&](std::size_t at, std::size_t length, std::string_view with) {
    out += text.substr(clean, at - clean);
    out += with;
    clean = at + length;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const utf8::Decoded point = utf8::decode(text, at);
      if (!point.valid) replace(at, point.length, "\xEF\xBF\xBD");
      at += point.length;
      continue;
    }
    if (byte == '"') {
      replace(at, 1, "\\\"");
    } else if (byte == '\\') {
      replace(at, 1, "\\\\");
    } else if (byte == '\n') {
      replace(at, 1, "\\n");
    } else if (byte == '\t') {
      replace(at, 1, "\\t");
    } else if (byte == '\r') {
      replace(at, 1, "\\r");
    } else if (byte < 0x20 || byte == 0x7F) {
      const char escape[] = {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15], '\0'};
      replace(at, 1, escape);
    }
    ++at;
  }
  out += text.substr(clean);
  out += '"';
}

Status append_plain_json(std::string& out, const Value& value) { return Plain(out).value(value, 0); }

Status append_typed_json(std::string& out, const Value& value) { return Typed(out).value(value, 0); }

std::string base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i)
      text += at + i <= bytes.size() ? kDigits[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

}  // namespace kith
