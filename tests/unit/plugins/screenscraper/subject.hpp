// The source, configured, and queries to ask it.
#pragma once

#include "component.hpp"

#include <support/recording_results.hpp>

#include <map>
#include <string>
#include <vector>

namespace subject {

inline std::map<std::string, std::string> settings() {
    return {{"devid", "dev"},
            {"devpassword", "CURSECRETaaaaaaaaaaaaaaaa"},
            {"user_id", "me"},
            {"user_password", "CURSECRETbbbbbbbbbbbbbbbb"},
            {"softname", "test-1"},
            {"base_url", "http://127.0.0.1:8080/api2/"}};
}

struct Subject : test_support::SourceUnderTest {
    explicit Subject(const std::map<std::string, std::string>& with = settings())
        : SourceUnderTest(screenscraper::component(), with) {}
};

// A query with at most one piece of evidence; the texts are borrowed.
class Query {
public:
    explicit Query(cur_flags lookups, std::string_view native = "4") {
        raw.struct_size = sizeof raw;
        raw.lookups = lookups;
        raw.form = CUR_FORM_ROM;
        raw.system = test_support::c_str("snes");
        raw.platform = test_support::c_str("snes");
        raw.native_platform = test_support::c_str(native);
        evidence.struct_size = sizeof evidence;
        evidence.of = CUR_OF_FILE;
        evidence.size = CUR_SIZE_UNKNOWN;
    }

    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const cur_query& with_evidence() {
        list_[0] = &evidence;
        raw.evidence = list_;
        return raw;
    }

    cur_query raw{};
    cur_evidence evidence{};

private:
    const cur_evidence* list_[2] = {nullptr, nullptr};
};

} // namespace subject
