#define _GNU_SOURCE
#include "rawmode.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <termios.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { watched_count = sizeof watched / sizeof watched[0] };

static pthread_mutex_t in_use = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before[watched_count];
static struct termios saved;
static volatile sig_atomic_t raw_file = -1;

static void give_back(void) {
    if (raw_file >= 0) tcsetattr(raw_file, TCSANOW, &saved);
    raw_file = -1;
}

// The signal then does what it would have done without this.
static void on_signal(int signal) {
    const int error = errno;
    give_back();
    for (int i = 0; i < watched_count; i++) {
        if (watched[i] == signal) sigaction(signal, &before[i], NULL);
    }
    raise(signal);
    errno = error;
}

static void watch_signals(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < watched_count; i++) {
        sigaction(watched[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) sigaction(watched[i], &action, NULL);
    }
}

static void register_exit(void) {
    atexit(give_back);
    at_quick_exit(give_back);
}

int cterminal_raw_begin(int file) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_exit);
    pthread_mutex_lock(&in_use);
    if (tcgetattr(file, &saved) != 0) {
        pthread_mutex_unlock(&in_use);
        return -1;
    }
    watch_signals();
    raw_file = file;
    struct termios raw = saved;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(file, TCSANOW, &raw) == 0) return 0;
    cterminal_raw_end();
    return -1;
}

void cterminal_raw_end(void) {
    give_back();
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before[i], NULL);
    pthread_mutex_unlock(&in_use);
}
