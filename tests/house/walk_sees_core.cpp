#include "core/model.hpp"

int main() {
    return 0;
}
