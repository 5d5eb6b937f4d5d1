#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// What the handlers of signals need to know; they may run at any moment.
static struct {
    int input, screen;
    struct termios found;           // as the terminal was
    struct termios ours;            // as Easel wants it
    volatile sig_atomic_t owned;    // whether Easel wants it at all
    volatile sig_atomic_t taken;    // whether it is as Easel wants it
    bool lent;                      // whether another program has it until it ends
    volatile sig_atomic_t editing;  // whether a line is being edited
    volatile sig_atomic_t plain;    // whether it understands no escape sequences
} terminal;

// What ends a process, by the outside or by its own fault. SIGKILL leaves the terminal as it is.
static const int endings[] = {
    SIGHUP,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,  SIGUSR1, SIGSEGV,
    SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ, SIGSYS,  SIGVTALRM, SIGPROF,
};
enum { ending_count = sizeof endings / sizeof endings[0] };
static struct sigaction actions[ending_count];

static void send(const char *sequence) {
    if (terminal.plain) return;
    const ssize_t written = write(terminal.screen, sequence, strlen(sequence));
    (void)written;
}

static bool is_in_foreground(void) { return tcgetpgrp(terminal.input) == getpgrp(); }

static void leave(void) {
    if (!terminal.taken) return;
    terminal.taken = 0;
    if (!is_in_foreground()) return;
    if (terminal.editing) send("\033[?2004l");
    tcsetattr(terminal.input, TCSANOW, &terminal.found);
}

// Takes the terminal again where it was left or another program changed it.
static bool take_again(void) {
    if (!terminal.owned || !is_in_foreground()) return false;
    const bool was_left = !terminal.taken;
    if (was_left) tcgetattr(terminal.input, &terminal.found);
    tcsetattr(terminal.input, TCSANOW, &terminal.ours);
    terminal.taken = 1;
    if (terminal.editing) send("\033[?2004h");
    return was_left;
}

// Only what POSIX allows in a handler happens here and in what it calls.
static void on_ending(int signal, siginfo_t *info, void *context) {
    (void)context;
    const int saved = errno;
    if (terminal.taken) {
        // The end of a sequence that may have been cut, such as a picture's; then the cursor's return.
        send("\033\\\033[?25h");
        leave();
    }
    for (int i = 0; i < ending_count; i++) {
        if (endings[i] == signal) sigaction(signal, &actions[i], NULL);
    }
    // An instruction at fault is met again on return, and with it whoever handled faults before.
    const bool is_met_again = info->si_code > 0
                              && (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE
                                  || signal == SIGILL);
    if (!is_met_again) raise(signal);
    errno = saved;
}

static void on_stop(int signal) {
    const int saved = errno;
    if (terminal.taken) tcgetattr(terminal.input, &terminal.ours);
    leave();
    struct sigaction plain = {.sa_handler = SIG_DFL}, mine;
    sigaction(signal, &plain, &mine);
    raise(signal);
    // From here on it goes on. Where nobody could have made it do so, it never stopped.
    sigaction(signal, &mine, NULL);
    if (take_again()) cedit_wake(SIGCONT);
    errno = saved;
}

static void on_continue(int signal) {
    const int saved = errno;
    if (terminal.owned) {
        take_again();
        cedit_wake(signal);
    }
    errno = saved;
}

// Handles a signal, unless whoever started the program wants it to be ignored.
static void handle(int signal, struct sigaction action, struct sigaction *before) {
    sigaction(signal, NULL, before);
    if (before->sa_handler == SIG_IGN) return;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static void handle_signals(void) {
    static bool are_handled;
    if (are_handled) return;
    are_handled = true;
    // For a fault that comes from the stack's end.
    static unsigned char stack[1 << 16];
    stack_t present;
    if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE) != 0) {
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    }
    const struct sigaction ending = {
        .sa_sigaction = on_ending, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    // Swift's runtime would ask at the terminal what to do about a fault; who wants that says so.
    const bool wants_backtraces = getenv("SWIFT_BACKTRACE") != NULL;
    for (int i = 0; i < ending_count; i++) {
        handle(endings[i], ending, &actions[i]);
        if (!wants_backtraces) actions[i] = (struct sigaction){.sa_handler = SIG_DFL};
    }
    struct sigaction before;
    handle(
        SIGTSTP, (struct sigaction){.sa_handler = on_stop, .sa_flags = SA_NODEFER | SA_RESTART},
        &before);
    handle(SIGCONT, (struct sigaction){.sa_handler = on_continue, .sa_flags = SA_RESTART}, &before);
    atexit(cedit_leave_terminal);
    at_quick_exit(cedit_leave_terminal);
}

void cedit_take_terminal(int input, int screen, bool plain) {
    terminal.input = input;
    terminal.screen = screen;
    terminal.plain = plain;
    if (tcgetattr(input, &terminal.found) != 0) return;
    terminal.ours = terminal.found;
    terminal.owned = 1;
    terminal.taken = 1;
    handle_signals();
}

void cedit_terminal_edits(bool editing) {
    if (!terminal.owned) return;
    if (!editing) send("\033[?2004l");
    tcgetattr(terminal.input, &terminal.ours);
    terminal.editing = editing;
    if (editing) send("\033[?2004h");
}

void cedit_leave_terminal(void) {
    terminal.owned = 0;
    leave();
}

void cedit_lend_terminal(void) {
    if (!terminal.owned) return;
    if (terminal.taken) tcgetattr(terminal.input, &terminal.ours);
    // Easel may be stopped and continued meanwhile, and does not take the terminal then.
    terminal.owned = 0;
    terminal.lent = true;
    leave();
}

void cedit_regain_terminal(void) {
    if (!terminal.lent) return;
    terminal.lent = false;
    terminal.owned = 1;
    take_again();
}

int cedit_signal_of(wchar_t typed) {
    if (typed == _POSIX_VDISABLE || (terminal.found.c_lflag & ISIG) == 0) return 0;
    if (typed == terminal.found.c_cc[VINTR]) return SIGINT;
    if (typed == terminal.found.c_cc[VSUSP]) return SIGTSTP;
    if (typed == terminal.found.c_cc[VQUIT]) return SIGQUIT;
    return 0;
}
