// The kernel in float.
#define SOFTWARP_REAL float
#include "alignment/kernel-inl.h"
