// The threads are libgomp's, found at run time: oneDNN brings the library into the process, and
// where it is absent work runs on the calling thread. (A weak reference would do too, but linkers
// resolve those to zero in some executables.)
#define _GNU_SOURCE
#include "parallel.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "ckernels.h"

/// The functions of libgomp that are used here.
static struct {
    void (*parallel)(void (*body)(void *), void *data, unsigned threads, unsigned flags);
    void (*set_threads)(int);
    int (*max_threads)(void);
    int (*in_parallel)(void);
    int workers;
} gomp;

static void find_gomp(void) {
    void *parallel = dlsym(RTLD_DEFAULT, "GOMP_parallel");
    void *set_threads = dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    void *max_threads = dlsym(RTLD_DEFAULT, "omp_get_max_threads");
    void *in_parallel = dlsym(RTLD_DEFAULT, "omp_in_parallel");
    if (parallel && set_threads && max_threads && in_parallel) {
        *(void **)&gomp.set_threads = set_threads;
        *(void **)&gomp.max_threads = max_threads;
        *(void **)&gomp.in_parallel = in_parallel;
        *(void **)&gomp.parallel = parallel;
    }
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    gomp.workers = cpus > 1 ? (int)cpus : 1;
}

static void prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_gomp);
}

int ek_worker_limit(void) {
    prepare();
    return gomp.workers;
}

int ek_threads(void) {
    prepare();
    return gomp.parallel ? gomp.max_threads() : 1;
}

void ek_set_threads(int count) {
    prepare();
    if (!gomp.parallel) return;
    if (count <= 0) {
        cpu_set_t set;
        bool known = sched_getaffinity(0, sizeof set, &set) == 0;
        count = known ? CPU_COUNT(&set) : gomp.workers;
    }
    gomp.set_threads(count);
}

/// The pieces of one parallel region, and which of them are still to be taken.
typedef struct region {
    int64_t count, stride;
    const void *job;
    ek_piece piece;
    _Atomic int64_t next;
    _Atomic int workers;
} region;

static void take_pieces(void *data) {
    region *r = data;
    int worker = atomic_fetch_add_explicit(&r->workers, 1, memory_order_relaxed);
    for (;;) {
        int64_t first = atomic_fetch_add_explicit(&r->next, r->stride, memory_order_relaxed);
        if (first >= r->count) return;
        int64_t end = r->count - first < r->stride ? r->count : first + r->stride;
        for (int64_t i = first; i < end; i++) r->piece(r->job, i, worker);
    }
}

/// Runs the pieces on as many threads as there are, `stride` at a time.
static void run_region(int64_t count, int64_t stride, const void *job, ek_piece piece) {
    int threads = ek_threads();
    if (threads > gomp.workers) threads = gomp.workers;
    if (threads > count) threads = (int)count;
    if (threads <= 1 || gomp.in_parallel()) {
        for (int64_t i = 0; i < count; i++) piece(job, i, 0);
        return;
    }
    region r = {.count = count, .stride = stride, .job = job, .piece = piece};
    gomp.parallel(take_pieces, &r, (unsigned)threads, 0);
}

void ek_run(int64_t count, int64_t cost, const void *job, ek_piece piece) {
    enum { worth_waking = 10000 };
    if (count > 1 && cost >= worth_waking) {
        run_region(count, 1, job, piece);
    } else {
        for (int64_t i = 0; i < count; i++) piece(job, i, 0);
    }
}
