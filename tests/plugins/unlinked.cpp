// Whole in itself, but it needs a function that is nowhere, or in a library that is not there.
#include <curateur/validator.hpp>

extern "C" int curateur_test_is_nowhere();

namespace {

class Unlinked : public curateur::Validator {
public:
    explicit Unlinked(const curateur::Settings&) {}

    void check(const curateur::Subject&, curateur::Findings findings) override {
        findings.fact("width", curateur_test_is_nowhere());
    }
};

} // namespace

CURATEUR_PLUGIN(curateur::validator<Unlinked>("unlinked", "1").finish());
