// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include <algorithm>
#include <array>

namespace screenscraper {

namespace {

// clang-format off
constexpr const char* const ids_29[] = {"29", nullptr};
constexpr const char* const ids_89[] = {"89", nullptr};
constexpr const char* const ids_138[] = {"138", nullptr};
constexpr const char* const ids_64[] = {"64", nullptr};
constexpr const char* const ids_64_111[] = {"64", "111", nullptr};
constexpr const char* const ids_130_134[] = {"130", "134", nullptr};
constexpr const char* const ids_65[] = {"65", nullptr};
constexpr const char* const ids_63[] = {"63", nullptr};
constexpr const char* const ids_86[] = {"86", nullptr};
constexpr const char* const ids_217[] = {"217", nullptr};
constexpr const char* const ids_75[] = {"75", nullptr};
constexpr const char* const ids_94[] = {"94", nullptr};
constexpr const char* const ids_84[] = {"84", nullptr};
constexpr const char* const ids_263[] = {"263", nullptr};
constexpr const char* const ids_44[] = {"44", nullptr};
constexpr const char* const ids_26_39[] = {"26", "39", nullptr};
constexpr const char* const ids_40[] = {"40", nullptr};
constexpr const char* const ids_41[] = {"41", nullptr};
constexpr const char* const ids_43[] = {"43", nullptr};
constexpr const char* const ids_27[] = {"27", nullptr};
constexpr const char* const ids_171[] = {"171", nullptr};
constexpr const char* const ids_28[] = {"28", nullptr};
constexpr const char* const ids_42[] = {"42", nullptr};
constexpr const char* const ids_75_53[] = {"75", "53", nullptr};
constexpr const char* const ids_37[] = {"37", nullptr};
constexpr const char* const ids_66[] = {"66", nullptr};
constexpr const char* const ids_133[] = {"133", nullptr};
constexpr const char* const ids_129[] = {"129", nullptr};
constexpr const char* const ids_80[] = {"80", nullptr};
constexpr const char* const ids_144[] = {"144", nullptr};
constexpr const char* const ids_48[] = {"48", nullptr};
constexpr const char* const ids_75_6_7_8[] = {"75", "6", "7", "8", nullptr};
constexpr const char* const ids_75_6[] = {"75", "6", nullptr};
constexpr const char* const ids_75_7[] = {"75", "7", nullptr};
constexpr const char* const ids_75_8[] = {"75", "8", nullptr};
constexpr const char* const ids_241[] = {"241", nullptr};
constexpr const char* const ids_49_75_170[] = {"49", "75", "170", nullptr};
constexpr const char* const ids_135_138_290[] = {"135", "138", "290", nullptr};
constexpr const char* const ids_135[] = {"135", nullptr};
constexpr const char* const ids_91[] = {"91", nullptr};
constexpr const char* const ids_23[] = {"23", nullptr};
constexpr const char* const ids_231[] = {"231", nullptr};
constexpr const char* const ids_85[] = {"85", nullptr};
constexpr const char* const ids_3[] = {"3", nullptr};
constexpr const char* const ids_106[] = {"106", nullptr};
constexpr const char* const ids_97[] = {"97", nullptr};
constexpr const char* const ids_253[] = {"253", nullptr};
constexpr const char* const ids_199[] = {"199", nullptr};
constexpr const char* const ids_266[] = {"266", nullptr};
constexpr const char* const ids_52[] = {"52", nullptr};
constexpr const char* const ids_121[] = {"121", nullptr};
constexpr const char* const ids_21[] = {"21", nullptr};
constexpr const char* const ids_9_127[] = {"9", "127", nullptr};
constexpr const char* const ids_12_119[] = {"12", "119", nullptr};
constexpr const char* const ids_10[] = {"10", nullptr};
constexpr const char* const ids_13[] = {"13", nullptr};
constexpr const char* const ids_1[] = {"1", nullptr};
constexpr const char* const ids_103[] = {"103", nullptr};
constexpr const char* const ids_87[] = {"87", nullptr};
constexpr const char* const ids_115[] = {"115", nullptr};
constexpr const char* const ids_302_63[] = {"302", "63", nullptr};
constexpr const char* const ids_52_75[] = {"52", "75", nullptr};
constexpr const char* const ids_244[] = {"244", nullptr};
constexpr const char* const ids_135_138[] = {"135", "138", nullptr};
constexpr const char* const ids_206[] = {"206", nullptr};
constexpr const char* const ids_146[] = {"146", nullptr};
constexpr const char* const ids_2[] = {"2", nullptr};
constexpr const char* const ids_20[] = {"20", nullptr};
constexpr const char* const ids_90[] = {"90", nullptr};
constexpr const char* const ids_75_54[] = {"75", "54", nullptr};
constexpr const char* const ids_75_55[] = {"75", "55", nullptr};
constexpr const char* const ids_141[] = {"141", nullptr};
constexpr const char* const ids_113[] = {"113", nullptr};
constexpr const char* const ids_116_117[] = {"116", "117", nullptr};
constexpr const char* const ids_118[] = {"118", nullptr};
constexpr const char* const ids_109[] = {"109", nullptr};
constexpr const char* const ids_17[] = {"17", nullptr};
constexpr const char* const ids_14[] = {"14", nullptr};
constexpr const char* const ids_122_14[] = {"122", "14", nullptr};
constexpr const char* const ids_75_56[] = {"75", "56", nullptr};
constexpr const char* const ids_75_56_230[] = {"75", "56", "230", nullptr};
constexpr const char* const ids_75_56_227[] = {"75", "56", "227", nullptr};
constexpr const char* const ids_15[] = {"15", nullptr};
constexpr const char* const ids_142_68[] = {"142", "68", nullptr};
constexpr const char* const ids_70[] = {"70", nullptr};
constexpr const char* const ids_30[] = {"30", nullptr};
constexpr const char* const ids_25[] = {"25", nullptr};
constexpr const char* const ids_82[] = {"82", nullptr};
constexpr const char* const ids_104[] = {"104", nullptr};
constexpr const char* const ids_214[] = {"214", nullptr};
constexpr const char* const ids_131[] = {"131", nullptr};
constexpr const char* const ids_219[] = {"219", nullptr};
constexpr const char* const ids_221[] = {"221", nullptr};
constexpr const char* const ids_208[] = {"208", nullptr};
constexpr const char* const ids_31[] = {"31", nullptr};
constexpr const char* const ids_114[] = {"114", nullptr};
constexpr const char* const ids_72[] = {"72", nullptr};
constexpr const char* const ids_234[] = {"234", nullptr};
constexpr const char* const ids_99[] = {"99", nullptr};
constexpr const char* const ids_211[] = {"211", nullptr};
constexpr const char* const ids_58[] = {"58", nullptr};
constexpr const char* const ids_59[] = {"59", nullptr};
constexpr const char* const ids_60[] = {"60", nullptr};
constexpr const char* const ids_61_172[] = {"61", "172", nullptr};
constexpr const char* const ids_62[] = {"62", nullptr};
constexpr const char* const ids_57[] = {"57", nullptr};
constexpr const char* const ids_74[] = {"74", nullptr};
constexpr const char* const ids_213[] = {"213", nullptr};
constexpr const char* const ids_107[] = {"107", nullptr};
constexpr const char* const ids_22[] = {"22", nullptr};
constexpr const char* const ids_123[] = {"123", nullptr};
constexpr const char* const ids_67[] = {"67", nullptr};
constexpr const char* const ids_19[] = {"19", nullptr};
constexpr const char* const ids_4[] = {"4", nullptr};
constexpr const char* const ids_127_128[] = {"127", "128", nullptr};
constexpr const char* const ids_210_4[] = {"210", "4", nullptr};
constexpr const char* const ids_223[] = {"223", nullptr};
constexpr const char* const ids_218[] = {"218", nullptr};
constexpr const char* const ids_75_69[] = {"75", "69", nullptr};
constexpr const char* const ids_108[] = {"108", nullptr};
constexpr const char* const ids_105[] = {"105", nullptr};
constexpr const char* const ids_207[] = {"207", nullptr};
constexpr const char* const ids_100[] = {"100", nullptr};
constexpr const char* const ids_225[] = {"225", nullptr};
constexpr const char* const ids_205[] = {"205", nullptr};
constexpr const char* const ids_222[] = {"222", nullptr};
constexpr const char* const ids_75_112[] = {"75", "112", nullptr};
constexpr const char* const ids_216[] = {"216", nullptr};
constexpr const char* const ids_102[] = {"102", nullptr};
constexpr const char* const ids_73[] = {"73", nullptr};
constexpr const char* const ids_11[] = {"11", nullptr};
constexpr const char* const ids_198[] = {"198", nullptr};
constexpr const char* const ids_120_308[] = {"120", "308", nullptr};
constexpr const char* const ids_262[] = {"262", nullptr};
constexpr const char* const ids_16[] = {"16", nullptr};
constexpr const char* const ids_18[] = {"18", nullptr};
constexpr const char* const ids_136[] = {"136", nullptr};
constexpr const char* const ids_137_138[] = {"137", "138", nullptr};
constexpr const char* const ids_45[] = {"45", nullptr};
constexpr const char* const ids_46[] = {"46", nullptr};
constexpr const char* const ids_220[] = {"220", nullptr};
constexpr const char* const ids_79[] = {"79", nullptr};
constexpr const char* const ids_32[] = {"32", nullptr};
constexpr const char* const ids_33[] = {"33", nullptr};
constexpr const char* const ids_215[] = {"215", nullptr};
constexpr const char* const ids_77[] = {"77", nullptr};
constexpr const char* const ids_76[] = {"76", nullptr};

constexpr Platform platform_rows[] = {
    {"3do", ids_29}, {"adam", ids_89}, {"ags", ids_138}, {"amiga", ids_64}, {"amiga1200", ids_64_111},
    {"amiga600", ids_64}, {"amigacd32", ids_130_134}, {"amstradcpc", ids_65}, {"android", ids_63},
    {"androidapps", ids_63}, {"androidgames", ids_63}, {"apple2", ids_86}, {"apple2gs", ids_217},
    {"arcade", ids_75}, {"arcadia", ids_94}, {"archimedes", ids_84}, {"arduboy", ids_263}, {"astrocde", ids_44},
    {"atari2600", ids_26_39}, {"atari5200", ids_40}, {"atari7800", ids_41}, {"atari800", ids_43},
    {"atarijaguar", ids_27}, {"atarijaguarcd", ids_171}, {"atarilynx", ids_28}, {"atarist", ids_42},
    {"atarixe", ids_43}, {"atomiswave", ids_75_53}, {"bbcmicro", ids_37}, {"c64", ids_66},
    {"cdimono1", ids_133}, {"cdtv", ids_129}, {"channelf", ids_80}, {"coco", ids_144}, {"colecovision", ids_48},
    {"consolearcade", ids_75}, {"cps", ids_75_6_7_8}, {"cps1", ids_75_6}, {"cps2", ids_75_7},
    {"cps3", ids_75_8}, {"crvision", ids_241}, {"daphne", ids_49_75_170}, {"desktop", ids_138},
    {"doom", ids_135_138_290}, {"dos", ids_135}, {"dragon32", ids_91}, {"dreamcast", ids_23},
    {"easyrpg", ids_231}, {"electron", ids_85}, {"emulators", ids_138}, {"epic", ids_138}, {"famicom", ids_3},
    {"fba", ids_75}, {"fbneo", ids_75}, {"fds", ids_106}, {"fm7", ids_97}, {"fmtowns", ids_253},
    {"fpinball", ids_199}, {"gamate", ids_266}, {"gameandwatch", ids_52}, {"gamecom", ids_121},
    {"gamegear", ids_21}, {"gb", ids_9_127}, {"gba", ids_12_119}, {"gbc", ids_10}, {"gc", ids_13},
    {"genesis", ids_1}, {"gmaster", ids_103}, {"gx4000", ids_87}, {"intellivision", ids_115},
    {"j2me", ids_302_63}, {"kodi", ids_138}, {"laserdisc", ids_49_75_170}, {"lcdgames", ids_52_75},
    {"lowresnx", ids_244}, {"lutris", ids_135_138}, {"lutro", ids_206}, {"macintosh", ids_146},
    {"mame", ids_75}, {"mame-advmame", ids_75}, {"mastersystem", ids_2}, {"megacd", ids_20},
    {"megacdjp", ids_20}, {"megadrive", ids_1}, {"megadrivejp", ids_1}, {"megaduck", ids_90},
    {"model2", ids_75_54}, {"model3", ids_75_55}, {"moto", ids_141}, {"msx", ids_113}, {"msx1", ids_113},
    {"msx2", ids_116_117}, {"msxturbor", ids_118}, {"multivision", ids_109}, {"n3ds", ids_17}, {"n64", ids_14},
    {"n64dd", ids_122_14}, {"naomi", ids_75_56}, {"naomi2", ids_75_56_230}, {"naomigd", ids_75_56_227},
    {"nds", ids_15}, {"neogeo", ids_142_68}, {"neogeocd", ids_70}, {"neogeocdjp", ids_70}, {"nes", ids_3},
    {"ngage", ids_30}, {"ngp", ids_25}, {"ngpc", ids_82}, {"odyssey2", ids_104}, {"openbor", ids_214},
    {"oric", ids_131}, {"palm", ids_219}, {"pc", ids_135}, {"pc88", ids_221}, {"pc98", ids_208},
    {"pcarcade", ids_75}, {"pcengine", ids_31}, {"pcenginecd", ids_114}, {"pcfx", ids_72},
    {"pcwindows", ids_138}, {"pico8", ids_234}, {"plus4", ids_99}, {"pokemini", ids_211},
    {"ports", ids_135_138}, {"ps2", ids_58}, {"ps3", ids_59}, {"ps4", ids_60}, {"psp", ids_61_172},
    {"psvita", ids_62}, {"psx", ids_57}, {"pv1000", ids_74}, {"quake", ids_135_138}, {"samcoupe", ids_213},
    {"satellaview", ids_107}, {"saturn", ids_22}, {"saturnjp", ids_22}, {"scummvm", ids_123}, {"scv", ids_67},
    {"sega32x", ids_19}, {"sega32xjp", ids_19}, {"sega32xna", ids_19}, {"segacd", ids_20}, {"sfc", ids_4},
    {"sg-1000", ids_109}, {"sgb", ids_127_128}, {"snes", ids_4}, {"snes-msu1", ids_210_4}, {"snesna", ids_4},
    {"solarus", ids_223}, {"spectravideo", ids_218}, {"steam", ids_138}, {"stv", ids_75_69},
    {"sufami", ids_108}, {"supergrafx", ids_105}, {"supervision", ids_207}, {"supracan", ids_100},
    {"switch", ids_225}, {"symbian", ids_30}, {"tanodragon", ids_91}, {"tg-cd", ids_114}, {"tg16", ids_31},
    {"ti99", ids_205}, {"tic80", ids_222}, {"to8", ids_141}, {"triforce", ids_75}, {"trs-80", ids_144},
    {"type-x", ids_75_112}, {"uzebox", ids_216}, {"vectrex", ids_102}, {"vic20", ids_73}, {"videopac", ids_104},
    {"virtualboy", ids_11}, {"vpinball", ids_198}, {"vsmile", ids_120_308}, {"wasm4", ids_262}, {"wii", ids_16},
    {"wiiu", ids_18}, {"windows", ids_138}, {"windows3x", ids_136}, {"windows9x", ids_137_138},
    {"wonderswan", ids_45}, {"wonderswancolor", ids_46}, {"x1", ids_220}, {"x68000", ids_79}, {"xbox", ids_32},
    {"xbox360", ids_33}, {"zmachine", ids_215}, {"zx81", ids_77}, {"zxspectrum", ids_76},
};

// The systems of the service's arcade family, sorted: asking one of the wide ones (75, 142) finds games of all.
constexpr int arcade_family[] = {
    6, 7, 8, 47, 49, 53, 54, 55, 56, 68, 69, 75, 112, 142, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156,
    157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 173, 174, 175, 176, 177, 178, 179,
    180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 209, 227, 230, 299,
};

constexpr MediaType media_rows[] = {
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

constexpr std::array<Code, 5> region_codes = {
    {{"ss", "own"}, {"cus", "fan"}, {"sp", "es"}, {"uk", "gb"}, {"mex", "mx"}}};
constexpr std::array<Code, 4> language_codes = {
    {{"kr", "ko"}, {"cz", "cs"}, {"tw", "zh-Hant"}, {"jp", "ja"}}};

// Systems that a search for their parent returns although nothing in the answer says so.
constexpr std::array<Code, 4> known_children = {
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
        std::begin(arcade_family), std::end(arcade_family), std::stoi(std::string(system)));
}

} // namespace

Rows<Platform> platforms() {
    return {platform_rows, std::size(platform_rows)};
}

Rows<MediaType> media_types() {
    return {media_rows, std::size(media_rows)};
}

const MediaType* media_type(std::string_view code) {
    for (const MediaType& row : media_rows)
        if (row.code == code)
            return &row;
    return nullptr;
}

std::string region(std::string_view code) {
    return translated(region_codes, code);
}

std::string language(std::string_view code) {
    return translated(language_codes, code);
}

std::string
reported_system(std::string_view asked, std::string_view answered, std::string_view parent) {
    if (asked.empty() || asked == answered)
        return std::string(answered);
    const bool child =
        parent == asked || ((asked == "75" || asked == "142") && is_arcade(answered)) ||
        std::any_of(known_children.begin(), known_children.end(), [&](const Code& row) {
            return row.theirs == answered && row.ours == asked;
        });
    return std::string(child ? asked : answered);
}

} // namespace screenscraper
