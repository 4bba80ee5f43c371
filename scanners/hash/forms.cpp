#include "hash/forms.hpp"

#include <algorithm>
#include <utility>

namespace curateur::hash {

FormsDigester::FormsDigester(Hint hint) : hint_(std::move(hint)), file_(hint_.kinds) {}

Status FormsDigester::begin(std::string_view head) {
    begun_ = true;
    rule_ = hint_.payload
                ? *hint_.payload
                : cartridge::payload_of(hint_.platform, hint_.extension, head, hint_.size);
    if (!rule_.is_file()) {
        payload_.emplace(hint_.kinds);
    }
    unwrapper_.emplace(rule_, [this](std::string_view block) {
        if (payload_) {
            payload_->update(block);
        }
        if (payload_head_.size() < cartridge::k_header_head) {
            payload_head_ += block.substr(0, cartridge::k_header_head - payload_head_.size());
        }
        return ok();
    });
    return unwrapper_->update(head);
}

Status FormsDigester::update(std::string_view block) {
    file_.update(block);
    if (begun_) {
        // Nothing to unwrap, and the header has been seen: the bytes count once.
        const bool done = !payload_ && payload_head_.size() >= cartridge::k_header_head;
        return done ? ok() : unwrapper_->update(block);
    }
    if (head_.empty() && block.size() >= cartridge::k_payload_head) {
        return begin(block);
    }
    head_ += block;
    return head_.size() >= cartridge::k_payload_head ? begin(std::exchange(head_, {})) : ok();
}

Result<Forms> FormsDigester::finish() {
    if (!begun_) {
        CURATEUR_CHECK(begin(head_));
    }
    CURATEUR_CHECK(unwrapper_->finish());
    Forms forms;
    forms.rule = rule_;
    forms.header = cartridge::read_header(payload_head_);
    const Digester& base = payload_ ? *payload_ : file_;
    const auto full =
        cartridge::full_size_of(hint_.platform, hint_.extension, payload_head_, base.size());
    for (const char byte : {'\xFF', '\0'}) {
        if (full != 0) {
            Digester filled(base);
            filled.fill(byte, full - base.size());
            forms.filled.push_back(filled.finish());
        }
    }
    forms.file = file_.finish();
    if (payload_) {
        forms.payload = payload_->finish();
    }
    return forms;
}

Result<Forms> digest_forms(const reader::Reader& from, Hint hint, const std::stop_token& stop) {
    hint.size = from.size();
    FormsDigester digester(std::move(hint));
    CURATEUR_CHECK(
        reader::stream(from, stop, [&](std::string_view block) { return digester.update(block); }));
    return digester.finish();
}

} // namespace curateur::hash
