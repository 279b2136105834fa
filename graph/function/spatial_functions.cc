// Points: point({x, y[, z]}), point({longitude, latitude[, height]}), distances and boxes.
//
// Cartesian distances are Euclidean. On WGS-84 the distance is along the great circle of a sphere with the
// earth's mean radius (haversine formula), in metres; in 3D at the mean height, with the difference of
// heights as the other side of a right triangle.
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "function/builtin.h"
#include "function/scalar.h"
#include "value/temporal.h"

namespace kith::function {
namespace {

using Values = std::span<const Value>;

constexpr std::int32_t kCartesian = 7203;
constexpr std::int32_t kCartesian3d = 9157;
constexpr std::int32_t kWgs84 = 4326;
constexpr std::int32_t kWgs84Of3d = 4979;

bool is_geographic(const Point& point) { return point.srid == kWgs84 || point.srid == kWgs84Of3d; }

Error bad_point(std::string message) {
  return {.code = ErrorCode::kArgument, .message = std::move(message), .detail = "InvalidArgumentValue"};
}

/// The reference system that `crs` or `srid` names, if there is one.
Result<std::optional<std::int32_t>> named_system(const Map& fields) {
  std::optional<std::int32_t> named;
  for (const std::int32_t srid : {kCartesian, kCartesian3d, kWgs84, kWgs84Of3d}) {
    if (fields["crs"] == Value(crs_name(srid)) || fields["srid"] == Value(std::int64_t{srid})) {
      if (named && *named != srid) return bad_point("`crs` and `srid` name different reference systems");
      named = srid;
    }
  }
  if (!named && (fields.find("crs") != nullptr || fields.find("srid") != nullptr))
    return bad_point("the reference system of the point is not known");
  return named;
}

struct Coordinate {
  const char* cartesian;
  const char* geographic;
};

constexpr std::array<Coordinate, 3> kCoordinates = {{{"x", "longitude"}, {"y", "latitude"}, {"z", "height"}}};

/// Coordinates by name, those not given absent.
struct Given {
  std::array<std::optional<double>, 3> at;
  bool geographic = false;  ///< one was given by its geographic name
};

Result<Given> given_coordinates(const Map& fields) {
  Given given;
  for (std::size_t i = 0; i < kCoordinates.size(); ++i) {
    const Value* plain = fields.find(kCoordinates[i].cartesian);
    const Value* named = fields.find(kCoordinates[i].geographic);
    if (plain != nullptr && named != nullptr)
      return bad_point(std::string("`") + kCoordinates[i].cartesian + "` and `" + kCoordinates[i].geographic +
                       "` exclude each other");
    const Value* value = plain != nullptr ? plain : named;
    if (value == nullptr) continue;
    if (!value->is_number()) return wrong_argument("point", *value);
    given.geographic |= named != nullptr;
    given.at[i] = value->as_number();
  }
  return given;
}

Result<Value> make_point(CallContext&, Values arguments) {
  if (arguments[0].kind() == Kind::kPoint) return arguments[0];
  if (arguments[0].kind() != Kind::kMap) return wrong_argument("point", arguments[0]);
  const Map& fields = arguments[0].as_map();
  for (const auto& [key, value] : fields)
    if (value.is_null()) return Value();
  KITH_TRY(const auto named, named_system(fields));
  KITH_TRY(const Given given, given_coordinates(fields));
  if (!given.at[0] || !given.at[1]) return bad_point("a point needs `x` and `y`, or `longitude` and `latitude`");
  const bool is_3d = given.at[2].has_value();
  Point point;
  point.srid = given.geographic ? (is_3d ? kWgs84Of3d : kWgs84) : (is_3d ? kCartesian3d : kCartesian);
  if (named) {
    const bool named_geographic = *named == kWgs84 || *named == kWgs84Of3d;
    const bool named_3d = *named == kCartesian3d || *named == kWgs84Of3d;
    if (named_3d != is_3d || (given.geographic && !named_geographic))
      return bad_point(std::string("the coordinates do not fit the reference system ") + crs_name(*named));
    point.srid = *named;
  }
  point.x = *given.at[0];
  point.y = *given.at[1];
  point.z = given.at[2].value_or(0);
  if (is_geographic(point)) {
    if (!(std::fabs(point.y) <= 90)) return bad_point("a latitude is between -90 and 90 degrees");
    if (!std::isfinite(point.x)) return bad_point("a longitude is a finite number of degrees");
    point.x = std::remainder(point.x, 360);  // once round the earth is the same place
  }
  return Value(point);
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

double great_circle(const Point& a, const Point& b, double radius) {
  const double north = std::sin(radians(b.y - a.y) / 2);
  const double east = std::sin(radians(b.x - a.x) / 2);
  const double h = north * north + std::cos(radians(a.y)) * std::cos(radians(b.y)) * east * east;
  return 2 * radius * std::asin(std::min(1.0, std::sqrt(h)));
}

Result<Value> distance(CallContext&, Values arguments) {
  constexpr double kEarthRadius = 6'378'140;  // metres
  for (const Value& argument : arguments)
    if (argument.kind() != Kind::kPoint) return Value();
  const Point& a = arguments[0].as_point();
  const Point& b = arguments[1].as_point();
  if (a.srid != b.srid) return Value();
  if (!is_geographic(a)) return Value(std::hypot(a.x - b.x, a.y - b.y, a.is_3d() ? a.z - b.z : 0));
  if (!a.is_3d()) return Value(great_circle(a, b, kEarthRadius));
  return Value(std::hypot(great_circle(a, b, kEarthRadius + (a.z + b.z) / 2), a.z - b.z));
}

/// Whether a point lies in the box from its lower left to its upper right corner, borders included. A box
/// whose left is east of its right crosses the date line.
Result<Value> within_box(CallContext&, Values arguments) {
  for (const Value& argument : arguments)
    if (argument.kind() != Kind::kPoint) return Value();
  const Point& point = arguments[0].as_point();
  const Point& low = arguments[1].as_point();
  const Point& high = arguments[2].as_point();
  if (point.srid != low.srid || point.srid != high.srid) return Value();
  const auto between = [](double from, double x, double to) { return from <= x && x <= to; };
  bool in_x = between(low.x, point.x, high.x);
  if (is_geographic(point)) {
    // 180 and -180 degrees are one meridian.
    const double other = point.x > 0 ? point.x - 360 : point.x + 360;
    const double right = low.x > high.x ? high.x + 360 : high.x;
    in_x = between(low.x, point.x, right) || between(low.x, other, right);
  }
  return Value(in_x && between(low.y, point.y, high.y) && (!point.is_3d() || between(low.z, point.z, high.z)));
}

}  // namespace

void add_spatial_functions(FunctionTable& functions) {
  const Type point{TypeKind::kPoint};
  const Parameter a{"a", point};
  const Parameter b{"b", point};
  functions.add(scalar("point", {{"coordinates", {}}}, {TypeKind::kPoint}, by_row(make_point)));
  functions.add(scalar("point.distance", {a, b}, {TypeKind::kFloat}, by_row(distance)));
  functions.add(scalar("distance", {a, b}, {TypeKind::kFloat}, by_row(distance)));
  functions.add(scalar("point.withinBBox", {{"point", point}, {"lowerLeft", point}, {"upperRight", point}},
                       {TypeKind::kBoolean}, by_row(within_box)));
}

}  // namespace kith::function
