#define _GNU_SOURCE
#include "cterminal.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static locale_t utf8;

static void find_locale(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int cterminal_width(uint32_t scalar) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_locale);
    if (utf8 == (locale_t)0) {
        return scalar >= 32 && scalar != 127;
    }
    // wcwidth looks at the thread's locale, and there is no form of it that is given one.
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width > 0 ? width : 0;
}
