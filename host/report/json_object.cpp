#include "report/json_object.hpp"

#include "core/text.hpp"

namespace curateur::report {

std::string JsonObject::line() {
    writer_.EndObject();
    return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n";
}

JsonObject& JsonObject::string(std::string_view value) {
    // RapidJSON escapes the line ends and the like itself.
    const auto good = core::printable(value, core::Controls::kept);
    writer_.String(good.data(), static_cast<rapidjson::SizeType>(good.size()));
    return *this;
}

} // namespace curateur::report
