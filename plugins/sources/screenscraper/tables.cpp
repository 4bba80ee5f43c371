// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <algorithm>
#include <array>

namespace screenscraper {

namespace {

// clang-format off
constexpr const char* const k_ids_29[] = {"29", nullptr};
constexpr const char* const k_ids_89[] = {"89", nullptr};
constexpr const char* const k_ids_138[] = {"138", nullptr};
constexpr const char* const k_ids_64[] = {"64", nullptr};
constexpr const char* const k_ids_64_111[] = {"64", "111", nullptr};
constexpr const char* const k_ids_130_134[] = {"130", "134", nullptr};
constexpr const char* const k_ids_65[] = {"65", nullptr};
constexpr const char* const k_ids_63[] = {"63", nullptr};
constexpr const char* const k_ids_86[] = {"86", nullptr};
constexpr const char* const k_ids_217[] = {"217", nullptr};
constexpr const char* const k_ids_75[] = {"75", nullptr};
constexpr const char* const k_ids_94[] = {"94", nullptr};
constexpr const char* const k_ids_84[] = {"84", nullptr};
constexpr const char* const k_ids_263[] = {"263", nullptr};
constexpr const char* const k_ids_44[] = {"44", nullptr};
constexpr const char* const k_ids_26_39[] = {"26", "39", nullptr};
constexpr const char* const k_ids_40[] = {"40", nullptr};
constexpr const char* const k_ids_41[] = {"41", nullptr};
constexpr const char* const k_ids_43[] = {"43", nullptr};
constexpr const char* const k_ids_27[] = {"27", nullptr};
constexpr const char* const k_ids_171[] = {"171", nullptr};
constexpr const char* const k_ids_28[] = {"28", nullptr};
constexpr const char* const k_ids_42[] = {"42", nullptr};
constexpr const char* const k_ids_75_53[] = {"75", "53", nullptr};
constexpr const char* const k_ids_37[] = {"37", nullptr};
constexpr const char* const k_ids_66[] = {"66", nullptr};
constexpr const char* const k_ids_133[] = {"133", nullptr};
constexpr const char* const k_ids_129[] = {"129", nullptr};
constexpr const char* const k_ids_80[] = {"80", nullptr};
constexpr const char* const k_ids_144[] = {"144", nullptr};
constexpr const char* const k_ids_48[] = {"48", nullptr};
constexpr const char* const k_ids_75_6_7_8[] = {"75", "6", "7", "8", nullptr};
constexpr const char* const k_ids_75_6[] = {"75", "6", nullptr};
constexpr const char* const k_ids_75_7[] = {"75", "7", nullptr};
constexpr const char* const k_ids_75_8[] = {"75", "8", nullptr};
constexpr const char* const k_ids_241[] = {"241", nullptr};
constexpr const char* const k_ids_49_75_170[] = {"49", "75", "170", nullptr};
constexpr const char* const k_ids_135_138_290[] = {"135", "138", "290", nullptr};
constexpr const char* const k_ids_135[] = {"135", nullptr};
constexpr const char* const k_ids_91[] = {"91", nullptr};
constexpr const char* const k_ids_23[] = {"23", nullptr};
constexpr const char* const k_ids_231[] = {"231", nullptr};
constexpr const char* const k_ids_85[] = {"85", nullptr};
constexpr const char* const k_ids_3[] = {"3", nullptr};
constexpr const char* const k_ids_106[] = {"106", nullptr};
constexpr const char* const k_ids_97[] = {"97", nullptr};
constexpr const char* const k_ids_253[] = {"253", nullptr};
constexpr const char* const k_ids_199[] = {"199", nullptr};
constexpr const char* const k_ids_266[] = {"266", nullptr};
constexpr const char* const k_ids_52[] = {"52", nullptr};
constexpr const char* const k_ids_121[] = {"121", nullptr};
constexpr const char* const k_ids_21[] = {"21", nullptr};
constexpr const char* const k_ids_9_127[] = {"9", "127", nullptr};
constexpr const char* const k_ids_12_119[] = {"12", "119", nullptr};
constexpr const char* const k_ids_10[] = {"10", nullptr};
constexpr const char* const k_ids_13[] = {"13", nullptr};
constexpr const char* const k_ids_1[] = {"1", nullptr};
constexpr const char* const k_ids_103[] = {"103", nullptr};
constexpr const char* const k_ids_87[] = {"87", nullptr};
constexpr const char* const k_ids_115[] = {"115", nullptr};
constexpr const char* const k_ids_302_63[] = {"302", "63", nullptr};
constexpr const char* const k_ids_52_75[] = {"52", "75", nullptr};
constexpr const char* const k_ids_244[] = {"244", nullptr};
constexpr const char* const k_ids_135_138[] = {"135", "138", nullptr};
constexpr const char* const k_ids_206[] = {"206", nullptr};
constexpr const char* const k_ids_146[] = {"146", nullptr};
constexpr const char* const k_ids_2[] = {"2", nullptr};
constexpr const char* const k_ids_20[] = {"20", nullptr};
constexpr const char* const k_ids_90[] = {"90", nullptr};
constexpr const char* const k_ids_75_54[] = {"75", "54", nullptr};
constexpr const char* const k_ids_75_55[] = {"75", "55", nullptr};
constexpr const char* const k_ids_141[] = {"141", nullptr};
constexpr const char* const k_ids_113[] = {"113", nullptr};
constexpr const char* const k_ids_116_117[] = {"116", "117", nullptr};
constexpr const char* const k_ids_118[] = {"118", nullptr};
constexpr const char* const k_ids_109[] = {"109", nullptr};
constexpr const char* const k_ids_17[] = {"17", nullptr};
constexpr const char* const k_ids_14[] = {"14", nullptr};
constexpr const char* const k_ids_122_14[] = {"122", "14", nullptr};
constexpr const char* const k_ids_75_56[] = {"75", "56", nullptr};
constexpr const char* const k_ids_75_56_230[] = {"75", "56", "230", nullptr};
constexpr const char* const k_ids_75_56_227[] = {"75", "56", "227", nullptr};
constexpr const char* const k_ids_15[] = {"15", nullptr};
constexpr const char* const k_ids_142_68[] = {"142", "68", nullptr};
constexpr const char* const k_ids_70[] = {"70", nullptr};
constexpr const char* const k_ids_30[] = {"30", nullptr};
constexpr const char* const k_ids_25[] = {"25", nullptr};
constexpr const char* const k_ids_82[] = {"82", nullptr};
constexpr const char* const k_ids_104[] = {"104", nullptr};
constexpr const char* const k_ids_214[] = {"214", nullptr};
constexpr const char* const k_ids_131[] = {"131", nullptr};
constexpr const char* const k_ids_219[] = {"219", nullptr};
constexpr const char* const k_ids_221[] = {"221", nullptr};
constexpr const char* const k_ids_208[] = {"208", nullptr};
constexpr const char* const k_ids_31[] = {"31", nullptr};
constexpr const char* const k_ids_114[] = {"114", nullptr};
constexpr const char* const k_ids_72[] = {"72", nullptr};
constexpr const char* const k_ids_234[] = {"234", nullptr};
constexpr const char* const k_ids_99[] = {"99", nullptr};
constexpr const char* const k_ids_211[] = {"211", nullptr};
constexpr const char* const k_ids_58[] = {"58", nullptr};
constexpr const char* const k_ids_59[] = {"59", nullptr};
constexpr const char* const k_ids_60[] = {"60", nullptr};
constexpr const char* const k_ids_61_172[] = {"61", "172", nullptr};
constexpr const char* const k_ids_62[] = {"62", nullptr};
constexpr const char* const k_ids_57[] = {"57", nullptr};
constexpr const char* const k_ids_74[] = {"74", nullptr};
constexpr const char* const k_ids_213[] = {"213", nullptr};
constexpr const char* const k_ids_107[] = {"107", nullptr};
constexpr const char* const k_ids_22[] = {"22", nullptr};
constexpr const char* const k_ids_123[] = {"123", nullptr};
constexpr const char* const k_ids_67[] = {"67", nullptr};
constexpr const char* const k_ids_19[] = {"19", nullptr};
constexpr const char* const k_ids_4[] = {"4", nullptr};
constexpr const char* const k_ids_127_128[] = {"127", "128", nullptr};
constexpr const char* const k_ids_210_4[] = {"210", "4", nullptr};
constexpr const char* const k_ids_223[] = {"223", nullptr};
constexpr const char* const k_ids_218[] = {"218", nullptr};
constexpr const char* const k_ids_75_69[] = {"75", "69", nullptr};
constexpr const char* const k_ids_108[] = {"108", nullptr};
constexpr const char* const k_ids_105[] = {"105", nullptr};
constexpr const char* const k_ids_207[] = {"207", nullptr};
constexpr const char* const k_ids_100[] = {"100", nullptr};
constexpr const char* const k_ids_225[] = {"225", nullptr};
constexpr const char* const k_ids_205[] = {"205", nullptr};
constexpr const char* const k_ids_222[] = {"222", nullptr};
constexpr const char* const k_ids_75_112[] = {"75", "112", nullptr};
constexpr const char* const k_ids_216[] = {"216", nullptr};
constexpr const char* const k_ids_102[] = {"102", nullptr};
constexpr const char* const k_ids_73[] = {"73", nullptr};
constexpr const char* const k_ids_11[] = {"11", nullptr};
constexpr const char* const k_ids_198[] = {"198", nullptr};
constexpr const char* const k_ids_120_308[] = {"120", "308", nullptr};
constexpr const char* const k_ids_262[] = {"262", nullptr};
constexpr const char* const k_ids_16[] = {"16", nullptr};
constexpr const char* const k_ids_18[] = {"18", nullptr};
constexpr const char* const k_ids_136[] = {"136", nullptr};
constexpr const char* const k_ids_137_138[] = {"137", "138", nullptr};
constexpr const char* const k_ids_45[] = {"45", nullptr};
constexpr const char* const k_ids_46[] = {"46", nullptr};
constexpr const char* const k_ids_220[] = {"220", nullptr};
constexpr const char* const k_ids_79[] = {"79", nullptr};
constexpr const char* const k_ids_32[] = {"32", nullptr};
constexpr const char* const k_ids_33[] = {"33", nullptr};
constexpr const char* const k_ids_215[] = {"215", nullptr};
constexpr const char* const k_ids_77[] = {"77", nullptr};
constexpr const char* const k_ids_76[] = {"76", nullptr};

constexpr Platform k_platform_rows[] = {
    {"3do", k_ids_29}, {"adam", k_ids_89}, {"ags", k_ids_138}, {"amiga", k_ids_64}, {"amiga1200", k_ids_64_111},
    {"amiga600", k_ids_64}, {"amigacd32", k_ids_130_134}, {"amstradcpc", k_ids_65}, {"android", k_ids_63},
    {"androidapps", k_ids_63}, {"androidgames", k_ids_63}, {"apple2", k_ids_86}, {"apple2gs", k_ids_217},
    {"arcade", k_ids_75}, {"arcadia", k_ids_94}, {"archimedes", k_ids_84}, {"arduboy", k_ids_263}, {"astrocde", k_ids_44},
    {"atari2600", k_ids_26_39}, {"atari5200", k_ids_40}, {"atari7800", k_ids_41}, {"atari800", k_ids_43},
    {"atarijaguar", k_ids_27}, {"atarijaguarcd", k_ids_171}, {"atarilynx", k_ids_28}, {"atarist", k_ids_42},
    {"atarixe", k_ids_43}, {"atomiswave", k_ids_75_53}, {"bbcmicro", k_ids_37}, {"c64", k_ids_66},
    {"cdimono1", k_ids_133}, {"cdtv", k_ids_129}, {"channelf", k_ids_80}, {"coco", k_ids_144}, {"colecovision", k_ids_48},
    {"consolearcade", k_ids_75}, {"cps", k_ids_75_6_7_8}, {"cps1", k_ids_75_6}, {"cps2", k_ids_75_7},
    {"cps3", k_ids_75_8}, {"crvision", k_ids_241}, {"daphne", k_ids_49_75_170}, {"desktop", k_ids_138},
    {"doom", k_ids_135_138_290}, {"dos", k_ids_135}, {"dragon32", k_ids_91}, {"dreamcast", k_ids_23},
    {"easyrpg", k_ids_231}, {"electron", k_ids_85}, {"emulators", k_ids_138}, {"epic", k_ids_138}, {"famicom", k_ids_3},
    {"fba", k_ids_75}, {"fbneo", k_ids_75}, {"fds", k_ids_106}, {"fm7", k_ids_97}, {"fmtowns", k_ids_253},
    {"fpinball", k_ids_199}, {"gamate", k_ids_266}, {"gameandwatch", k_ids_52}, {"gamecom", k_ids_121},
    {"gamegear", k_ids_21}, {"gb", k_ids_9_127}, {"gba", k_ids_12_119}, {"gbc", k_ids_10}, {"gc", k_ids_13},
    {"genesis", k_ids_1}, {"gmaster", k_ids_103}, {"gx4000", k_ids_87}, {"intellivision", k_ids_115},
    {"j2me", k_ids_302_63}, {"kodi", k_ids_138}, {"laserdisc", k_ids_49_75_170}, {"lcdgames", k_ids_52_75},
    {"lowresnx", k_ids_244}, {"lutris", k_ids_135_138}, {"lutro", k_ids_206}, {"macintosh", k_ids_146},
    {"mame", k_ids_75}, {"mame-advmame", k_ids_75}, {"mastersystem", k_ids_2}, {"megacd", k_ids_20},
    {"megacdjp", k_ids_20}, {"megadrive", k_ids_1}, {"megadrivejp", k_ids_1}, {"megaduck", k_ids_90},
    {"model2", k_ids_75_54}, {"model3", k_ids_75_55}, {"moto", k_ids_141}, {"msx", k_ids_113}, {"msx1", k_ids_113},
    {"msx2", k_ids_116_117}, {"msxturbor", k_ids_118}, {"multivision", k_ids_109}, {"n3ds", k_ids_17}, {"n64", k_ids_14},
    {"n64dd", k_ids_122_14}, {"naomi", k_ids_75_56}, {"naomi2", k_ids_75_56_230}, {"naomigd", k_ids_75_56_227},
    {"nds", k_ids_15}, {"neogeo", k_ids_142_68}, {"neogeocd", k_ids_70}, {"neogeocdjp", k_ids_70}, {"nes", k_ids_3},
    {"ngage", k_ids_30}, {"ngp", k_ids_25}, {"ngpc", k_ids_82}, {"odyssey2", k_ids_104}, {"openbor", k_ids_214},
    {"oric", k_ids_131}, {"palm", k_ids_219}, {"pc", k_ids_135}, {"pc88", k_ids_221}, {"pc98", k_ids_208},
    {"pcarcade", k_ids_75}, {"pcengine", k_ids_31}, {"pcenginecd", k_ids_114}, {"pcfx", k_ids_72},
    {"pcwindows", k_ids_138}, {"pico8", k_ids_234}, {"plus4", k_ids_99}, {"pokemini", k_ids_211},
    {"ports", k_ids_135_138}, {"ps2", k_ids_58}, {"ps3", k_ids_59}, {"ps4", k_ids_60}, {"psp", k_ids_61_172},
    {"psvita", k_ids_62}, {"psx", k_ids_57}, {"pv1000", k_ids_74}, {"quake", k_ids_135_138}, {"samcoupe", k_ids_213},
    {"satellaview", k_ids_107}, {"saturn", k_ids_22}, {"saturnjp", k_ids_22}, {"scummvm", k_ids_123}, {"scv", k_ids_67},
    {"sega32x", k_ids_19}, {"sega32xjp", k_ids_19}, {"sega32xna", k_ids_19}, {"segacd", k_ids_20}, {"sfc", k_ids_4},
    {"sg-1000", k_ids_109}, {"sgb", k_ids_127_128}, {"snes", k_ids_4}, {"snes-msu1", k_ids_210_4}, {"snesna", k_ids_4},
    {"solarus", k_ids_223}, {"spectravideo", k_ids_218}, {"steam", k_ids_138}, {"stv", k_ids_75_69},
    {"sufami", k_ids_108}, {"supergrafx", k_ids_105}, {"supervision", k_ids_207}, {"supracan", k_ids_100},
    {"switch", k_ids_225}, {"symbian", k_ids_30}, {"tanodragon", k_ids_91}, {"tg-cd", k_ids_114}, {"tg16", k_ids_31},
    {"ti99", k_ids_205}, {"tic80", k_ids_222}, {"to8", k_ids_141}, {"triforce", k_ids_75}, {"trs-80", k_ids_144},
    {"type-x", k_ids_75_112}, {"uzebox", k_ids_216}, {"vectrex", k_ids_102}, {"vic20", k_ids_73}, {"videopac", k_ids_104},
    {"virtualboy", k_ids_11}, {"vpinball", k_ids_198}, {"vsmile", k_ids_120_308}, {"wasm4", k_ids_262}, {"wii", k_ids_16},
    {"wiiu", k_ids_18}, {"windows", k_ids_138}, {"windows3x", k_ids_136}, {"windows9x", k_ids_137_138},
    {"wonderswan", k_ids_45}, {"wonderswancolor", k_ids_46}, {"x1", k_ids_220}, {"x68000", k_ids_79}, {"xbox", k_ids_32},
    {"xbox360", k_ids_33}, {"zmachine", k_ids_215}, {"zx81", k_ids_77}, {"zxspectrum", k_ids_76},
};

// The systems of the service's arcade family, sorted: asking one of the wide ones (75, 142) finds games of all.
constexpr int k_arcade_family[] = {
    6, 7, 8, 47, 49, 53, 54, 55, 56, 68, 69, 75, 112, 142, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156,
    157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 173, 174, 175, 176, 177, 178, 179,
    180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 209, 227, 230, 299,
};

constexpr MediaType k_media_rows[] = {
    {"box-2D", "cover", "", 0},
    {"box-2D-back", "back_cover", "", 0},
    {"box-2D-side", "spine", "", 0},
    {"box-3D", "box_3d", "", 0},
    {"box-texture", "box_texture", "", 0},
    {"ss", "screenshot", "", 0},
    {"sstitle", "title_screen", "", 0},
    {"wheel-hd", "logo", "hd", 0},
    {"wheel", "logo", "plain", 1},
    {"wheel-carbon", "logo", "carbon", 2},
    {"wheel-steel", "logo", "steel", 3},
    {"marquee", "marquee", "plain", 0},
    {"screenmarquee", "marquee", "screen", 1},
    {"screenmarqueesmall", "marquee", "small", 2},
    {"fanart", "fanart", "", 0},
    {"support-2D", "physical_media", "", 0},
    {"support-texture", "physical_media", "texture", 1},
    {"bezel-16-9", "bezel", "16-9", 0},
    {"bezel-16-9-v", "bezel", "16-9-v", 1},
    {"bezel-16-9-cocktail", "bezel", "16-9-cocktail", 2},
    {"bezel-4-3", "bezel", "4-3", 3},
    {"bezel-4-3-v", "bezel", "4-3-v", 4},
    {"bezel-4-3-cocktail", "bezel", "4-3-cocktail", 5},
    {"maps", "map", "", 0},
    {"video-normalized", "video", "normalized", 0},
    {"video", "video", "plain", 1},
    {"manuel", "manual", "", 0},
    {"mixrbv2", "mix", "v2", 0},
    {"mixrbv1", "mix", "v1", 1},
    {"steamgrid", "tile", "", 0},
    {"flyer", "flyer", "", 0},
};

// clang-format on

struct Code {
    std::string_view theirs, ours;
};

constexpr std::array<Code, 5> k_region_codes = {
    {{"ss", "own"}, {"cus", "fan"}, {"sp", "es"}, {"uk", "gb"}, {"mex", "mx"}}};
constexpr std::array<Code, 4> k_language_codes = {
    {{"kr", "ko"}, {"cz", "cs"}, {"tw", "zh-Hant"}, {"jp", "ja"}}};

// Systems that a search for their parent returns although nothing in the answer says so.
constexpr std::array<Code, 4> k_known_children = {
    {{"107", "4"}, {"202", "4"}, {"203", "1"}, {"278", "3"}}};

template <std::size_t N>
std::string translated(const std::array<Code, N>& codes, std::string_view code) {
    const bool plain =
        code.size() >= 2 && code.size() <= 3 &&
        std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain)
        return {};
    for (const Code& row : codes)
        if (row.theirs == code)
            return std::string(row.ours);
    return std::string(code);
}

bool is_arcade(std::string_view system) {
    if (system.empty() || system.size() > 6 ||
        system.find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    return std::binary_search(
        std::begin(k_arcade_family), std::end(k_arcade_family), std::stoi(std::string(system)));
}

} // namespace

Rows<Platform> platforms() {
    return {k_platform_rows, std::size(k_platform_rows)};
}

Rows<MediaType> media_types() {
    return {k_media_rows, std::size(k_media_rows)};
}

const MediaType* media_type(std::string_view code) {
    for (const MediaType& row : k_media_rows)
        if (row.code == code)
            return &row;
    return nullptr;
}

std::string region(std::string_view code) {
    return translated(k_region_codes, code);
}

std::string language(std::string_view code) {
    return translated(k_language_codes, code);
}

std::string
reported_system(std::string_view asked, std::string_view answered, std::string_view parent) {
    if (asked.empty() || asked == answered)
        return std::string(answered);
    const bool child =
        parent == asked || ((asked == "75" || asked == "142") && is_arcade(answered)) ||
        std::any_of(k_known_children.begin(), k_known_children.end(), [&](const Code& row) {
            return row.theirs == answered && row.ours == asked;
        });
    return std::string(child ? asked : answered);
}

} // namespace screenscraper
