#include "net/engine.hpp"

int main() {
    return 0;
}
