// The kernel in float.
#define SOFTWARP_REAL float
#include "softwarp/alignment/kernel/kernel-inl.h"
