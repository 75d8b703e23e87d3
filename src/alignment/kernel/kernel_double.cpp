// The kernel in double.
#define SOFTWARP_REAL double
#include "softwarp/alignment/kernel/kernel-inl.h"
