// Kernels of convolutions that follow a nearest-neighbour doubling, for the picture before it is doubled.
#include "ckernels.h"
#include "parallel.h"

/// Kernels that a piece of work folds.
enum { piece_kernels = 1 << 14 };

typedef struct folding {
    const float *kernels;
    float *y;
    int64_t count;
    int row, column;
} folding;

/// Which of two neighbours in the small picture tap `tap` of three reads, at an even (0) or odd (1)
/// position of the doubled one: taps -1, 0, 1 around position 2i read i - 1, i, i; around 2i + 1
/// they read i, i, i + 1.
static int neighbour(int tap, int position) { return position == 0 ? tap > 0 : tap > 1; }

static void fold_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const folding *job = data;
    const int64_t first = index * piece_kernels;
    const int64_t end = job->count - first < piece_kernels ? job->count : first + piece_kernels;
    for (int64_t i = first; i < end; i++) {
        float sums[4] = {0, 0, 0, 0};
        for (int tap = 0; tap < 9; tap++) {
            int row = neighbour(tap / 3, job->row), column = neighbour(tap % 3, job->column);
            sums[2 * row + column] += job->kernels[9 * i + tap];
        }
        for (int j = 0; j < 4; j++) job->y[4 * i + j] = sums[j];
    }
}

void ek_upsampling_phase(int64_t count, const float *kernels, int row, int column, float *y) {
    folding job = {.kernels = kernels, .y = y, .count = count, .row = row, .column = column};
    ek_run((count + piece_kernels - 1) / piece_kernels, count * 8, &job, fold_piece);
}
