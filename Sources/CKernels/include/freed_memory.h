// Gives freed memory that the C library keeps for later back to the system, where it can.
#pragma once

void ck_give_back_freed_memory(void);
