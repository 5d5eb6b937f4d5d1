// Work cut into numbered pieces, run on the threads that oneDNN uses.
#pragma once

#include <stdint.h>

/// One piece of a kernel's work; `worker`, below ek_worker_limit(), belongs to one thread at a
/// time.
typedef void (*ek_piece)(const void *job, int64_t index, int worker);

/// Runs pieces 0..<count, in parallel where their `cost` in all (about nanoseconds) is worth waking
/// a thread.
void ek_run(int64_t count, int64_t cost, const void *job, ek_piece piece);

/// One more than the highest worker number that ek_run hands out: the CPUs of the machine.
int ek_worker_limit(void);
