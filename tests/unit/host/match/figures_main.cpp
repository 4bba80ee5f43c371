// matching_figures: the tables of docs/matching.md. -v: what is not as it should be, case by case.
#include "labelled.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
    using namespace curateur::match;
    const auto set = read_labelled(DATA_DIR);
    if (!set) {
        std::fprintf(stderr, "%s\n", set.error().message.c_str());
        return 1;
    }
    const auto show = [](const std::vector<Labelled>& some, bool all) {
        for (const auto& judged : curateur::match::judged(some)) {
            const auto taken = judged.taken();
            const auto& one = *judged.one;
            if (taken != one.truth && (all || !taken.empty())) {
                std::printf("%s: %s, not %s: %s\n",
                            one.file.c_str(),
                            taken.empty() ? "open" : taken.c_str(),
                            one.truth.empty() ? "none" : one.truth.c_str(),
                            judged.choice.verdict.reason.c_str());
            }
        }
    };
    if (argc > 1 && std::string_view(argv[1]) == "-v") {
        show(*set, true);
        std::puts("--- without the right one:");
        show(without_truth(*set), false);
        return 0;
    }
    std::fputs(figures_text(*set).c_str(), stdout);
    return 0;
}
