#include "plugin/validator_instance.hpp"

#include "platform/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>

namespace curateur::plugin {
namespace {

constexpr std::size_t k_head = 4096;

std::size_t read_at(int fd, std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
    std::size_t done = 0;
    while (done < capacity) {
        const auto got =
            ::pread(fd, into + done, capacity - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    return done;
}

cur_findings findings_into(Finding& finding) {
    cur_findings sink{};
    sink.struct_size = sizeof sink;
    sink.self = &finding;
    sink.verdict = [](const cur_findings* raw, std::uint32_t verdict, cur_str reason) {
        auto& into = *static_cast<Finding*>(raw->self);
        const bool known = verdict >= CUR_VERDICT_GOOD && verdict <= CUR_VERDICT_UNKNOWN;
        into.verdict = known ? verdict : std::uint32_t{CUR_VERDICT_UNKNOWN};
        into.reason = text_of(reason);
    };
    sink.text = [](const cur_findings* raw, cur_str fact, cur_str value) {
        static_cast<Finding*>(raw->self)->texts.insert_or_assign(text_of(fact), text_of(value));
    };
    sink.number = [](const cur_findings* raw, cur_str fact, double value) {
        if (std::isfinite(value)) {
            static_cast<Finding*>(raw->self)->numbers.insert_or_assign(text_of(fact), value);
        }
    };
    return sink;
}

} // namespace

Result<ValidatorInstance> ValidatorInstance::create(const Component& component,
                                                    const Settings& settings,
                                                    Log log,
                                                    Crashes* crashes) {
    CURATEUR_TRY(auto instance, Instance::create(component, settings, log, crashes));
    return ValidatorInstance(component, std::move(instance), std::move(log));
}

Result<Finding> ValidatorInstance::check(const MediaFile& file) {
    platform::Descriptor descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));

    struct stat status {};

    if (!descriptor || ::fstat(descriptor.get(), &status) != 0) {
        return platform::io_error(file.path, "cannot be opened");
    }
    std::vector<std::uint8_t> head(k_head);
    head.resize(read_at(descriptor.get(), 0, head.data(), head.size()));
    int fd = descriptor.get();
    cur_subject subject{};
    subject.struct_size = sizeof subject;
    subject.self = &fd;
    subject.kind = {file.kind.data(), file.kind.size()};
    subject.format = {file.format.data(), file.format.size()};
    subject.size = static_cast<std::uint64_t>(status.st_size);
    subject.level = file.strict ? CUR_LEVEL_STRICT : CUR_LEVEL_NORMAL;
    subject.head = {head.data(), head.size()};
    subject.read =
        [](const cur_subject* raw, std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
            return read_at(*static_cast<const int*>(raw->self), offset, into, capacity);
        };
    Finding finding;
    const auto sink = findings_into(finding);
    Call call(instance_.callee(), "check", log_);
    const auto refusal = call.run([&](const cur_call* c) {
        return component_->validator().check(instance_.raw(), c, &subject, &sink);
    });
    if (refusal) {
        return Error{Errc::fault, component_->id + " failed: " + refusal->message};
    }
    return finding;
}

} // namespace curateur::plugin
