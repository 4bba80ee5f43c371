// SPDX-License-Identifier: MIT
// ScreenScraper as a source: which requests answer a query, and what the answers say.
#pragma once

#include "media.hpp"

#include <curateur/source.hpp>

#include <string>
#include <string_view>

namespace screenscraper {

class Source : public curateur::Source {
public:
    // Throws BAD_CONFIG if the credentials cannot work.
    explicit Source(const curateur::Settings& settings);

    void plan(const curateur::Query& query, curateur::Results out) override;
    void parse(const curateur::Query& query,
               const curateur::Exchange& exchange,
               curateur::Results out) override;
    void media_answer(const curateur::Exchange& exchange) override;

private:
    curateur::RequestBuilder request(curateur::Results& out,
                                     std::string_view page,
                                     std::string_view tag,
                                     cur_flags covers) const;
    void plan_rom(const curateur::Query& query, curateur::Results& out) const;
    void plan_search(const curateur::Query& query, curateur::Results& out) const;
    void request_search(const curateur::Query& query,
                        curateur::Results& out,
                        std::string_view tag,
                        std::string_view term) const;
    void take_account(curateur::json::View response,
                      const curateur::Exchange& exchange,
                      curateur::Results& out) const;

    Credentials credentials_;
    bool has_user_ = false;
};

} // namespace screenscraper
