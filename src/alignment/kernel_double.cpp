// The kernel in double.
#define SOFTWARP_REAL double
#include "alignment/kernel-inl.h"
