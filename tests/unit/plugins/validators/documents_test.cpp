#include "checking.hpp"
#include "simulator/bodies.hpp"
#include "support/made_pictures.hpp"

using namespace curateur::test;
namespace simulator = curateur::simulator;

namespace {

class Documents : public Checking {
protected:
    Documents() : Checking("document") {}
};

const std::string& pdf() {
    static const auto bytes = simulator::pdf_body("Manual", 3, 100);
    return bytes;
}

std::string stream(const std::string& entries, const std::string& bytes) {
    const auto packed = zlib_of(bytes);
    return "<< " + entries + " /Filter /FlateDecode /Length " + std::to_string(packed.size()) +
           " >>\nstream\n" + packed + "\nendstream\nendobj\n";
}

// PDF 1.5: catalogue (1) and pages (2) in an object stream (3), a cross-reference stream (4) whose
// lines are differences to the line above.
std::string modern_pdf() {
    const std::string catalogue = "<< /Type /Catalog /Pages 2 0 R >> ";
    const std::string pages = "<< /Type /Pages /Kids [] /Count 12 >>";
    const auto numbers = "1 0 2 " + std::to_string(catalogue.size()) + " ";
    std::string out = "%PDF-1.5\n";
    const auto holder = out.size();
    out += "3 0 obj\n" + stream("/Type /ObjStm /N 2 /First " + std::to_string(numbers.size()),
                                numbers + catalogue + pages);
    const auto table = out.size();
    const auto low = [](std::size_t value) {
        return static_cast<char>(value & 0xFFU);
    };
    const std::string rows[] = {{0, 0, 0, 0},
                                {2, 0, 3, 0},
                                {2, 0, 3, 1},
                                {1, low(holder >> 8U), low(holder), 0},
                                {1, low(table >> 8U), low(table), 0}};
    std::string lines;
    std::string before(4, '\0');
    for (const auto& row : rows) {
        lines += '\2'; // the filter "up"
        for (std::size_t i = 0; i < row.size(); ++i) {
            lines += static_cast<char>(row[i] - before[i]);
        }
        before = row;
    }
    out += "4 0 obj\n" + stream("/Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /DecodeParms << "
                                "/Columns 4 /Predictor 12 >>",
                                lines);
    return out + "startxref\n" + std::to_string(table) + "\n%%EOF\n";
}

} // namespace

TEST_F(Documents, InAnArchiveAreNotMeant) {
    EXPECT_EQ(check(simulator::zip_body({{"manual.pdf", pdf()}})).verdict, k_unknown);
}

TEST_F(Documents, AreGoodWhenWholeAndTellTheirPages) {
    for (const bool strict : {false, true}) {
        const auto finding = check(pdf(), strict);
        EXPECT_EQ(finding.verdict, k_good) << finding.reason;
        EXPECT_EQ(finding.texts.at("format"), "pdf");
        EXPECT_EQ(finding.numbers.at("pages"), 3);
    }
}

TEST_F(Documents, WithPackedObjectsTellTheirPagesToo) {
    const auto finding = check(modern_pdf(), true);
    EXPECT_EQ(finding.verdict, k_good) << finding.reason;
    EXPECT_EQ(finding.numbers.at("pages"), 12);
}

TEST_F(Documents, WithOtherBytesBeforeTheirHeaderCountFromTheHeader) {
    EXPECT_EQ(check("\xEF\xBB\xBFjunk\n" + pdf(), true).verdict, k_good);
}

TEST_F(Documents,
       AreFoundToBeCutShortWhereverThatIs) { // the line end behind the mark may be missing
    EXPECT_EQ(missed_cuts(pdf(), pdf().size() - 1), std::vector<std::size_t>());
    EXPECT_EQ(missed_cuts(modern_pdf(), modern_pdf().size() - 1), std::vector<std::size_t>());
}

TEST_F(Documents, OfWhichAPieceIsMissingInTheMiddleAreRefused) {
    auto bytes = pdf();
    bytes.erase(60, 20);
    EXPECT_EQ(check(bytes).reason,
              "the document is damaged (its table of objects is not where its end says)");
}

TEST_F(Documents, WhoseObjectsAreElsewhereAreFoundByStrict) {
    auto bytes = pdf();
    bytes.replace(bytes.rfind("3 0 obj"), 7, "9 0 obj");
    EXPECT_EQ(check(bytes).verdict, k_good);
    EXPECT_EQ(check(bytes, true).verdict, k_bad);
}

TEST_F(Documents, ThatReferToThemselvesEnd) {
    auto bytes = pdf();
    const auto table = bytes.substr(bytes.rfind("startxref") + 10);
    bytes.replace(bytes.rfind("/Root"), 5, "/Prev " + table.substr(0, table.find('\n')) + " /Root");
    EXPECT_EQ(check(bytes).verdict, k_bad);
}

TEST_F(Documents, LeaveOtherFilesToOthers) {
    EXPECT_EQ(check("<html>").verdict, k_unknown);
}
