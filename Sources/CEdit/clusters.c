#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

// libedit counts every code point as a character of its own, and loses those without a width of
// their own when it draws. So it is given one code point for each cluster (`e` with U+0301, emoji
// joined by U+200D), out of scripts that hardly anyone types; screen.c turns them back. A code point
// of these scripts that is typed nevertheless becomes a cluster itself.

enum kind { LETTER, NARROW, WIDE };

static struct {
    const wchar_t first;
    const size_t capacity;
    size_t count;
    wchar_t **clusters;
} kinds[] = {
    [LETTER] = {.first = 0x13000, .capacity = 1071},   // Egyptian hieroglyphs: one column, letters
    [NARROW] = {.first = 0xF0000, .capacity = 65534},  // private use: one column
    [WIDE] = {.first = 0x17000, .capacity = 6136},     // Tangut: two columns
};
enum { kind_count = sizeof kinds / sizeof kinds[0] };

enum { JOINER = 0x200D, EMOJI_STYLE = 0xFE0F, FIRST_SYMBOL = 0x2190 };

// The codes by their clusters: open addressing, at most half full.
static wchar_t *table;
static size_t table_size, table_used;

static const wchar_t *cluster_of(wchar_t code) {
    for (int kind = 0; kind < kind_count; kind++) {
        const wchar_t first = kinds[kind].first;
        if (code >= first && (size_t)(code - first) < kinds[kind].count) {
            return kinds[kind].clusters[code - first];
        }
    }
    return NULL;
}

static bool is_reserved(wchar_t point) {
    for (int kind = 0; kind < kind_count; kind++) {
        const wchar_t first = kinds[kind].first;
        if (point >= first && (size_t)(point - first) < kinds[kind].capacity) return true;
    }
    return false;
}

static size_t slot_of(const wchar_t *points, size_t count) {
    size_t hash = 14695981039346656037u;
    for (size_t i = 0; i < count; i++) hash = (hash ^ (size_t)points[i]) * 1099511628211u;
    for (size_t slot = hash;; slot++) {
        const wchar_t code = table[slot & (table_size - 1)];
        if (code == 0) return slot & (table_size - 1);
        const wchar_t *cluster = cluster_of(code);
        if (wcslen(cluster) == count && wmemcmp(cluster, points, count) == 0) {
            return slot & (table_size - 1);
        }
    }
}

static bool grow_table(void) {
    if (table_used * 2 < table_size) return true;
    const size_t old_size = table_size;
    wchar_t *old = table;
    wchar_t *larger = calloc(old_size == 0 ? 256 : old_size * 2, sizeof *larger);
    if (larger == NULL) return false;
    table = larger;
    table_size = old_size == 0 ? 256 : old_size * 2;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i] == 0) continue;
        const wchar_t *cluster = cluster_of(old[i]);
        table[slot_of(cluster, wcslen(cluster))] = old[i];
    }
    free(old);
    return true;
}

static bool is_region(wchar_t point) { return point >= 0x1F1E6 && point <= 0x1F1FF; }
static bool is_skin_tone(wchar_t point) { return point >= 0x1F3FB && point <= 0x1F3FF; }

// What a modern terminal makes of an emoji of several code points: two columns.
static bool is_emoji(const wchar_t *points, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const wchar_t point = points[i];
        if (point == EMOJI_STYLE || is_region(point) || is_skin_tone(point)) return true;
        if (point == JOINER && points[0] >= FIRST_SYMBOL) return true;
    }
    return false;
}

static enum kind kind_of(const wchar_t *points, size_t count) {
    if (is_emoji(points, count) || wcwidth(points[0]) > 1) return WIDE;
    const bool fits = kinds[LETTER].count < kinds[LETTER].capacity;
    return iswalnum((wint_t)points[0]) && fits ? LETTER : NARROW;
}

static wchar_t code_of(const wchar_t *points, size_t count) {
    if (!grow_table()) return 0;
    const size_t slot = slot_of(points, count);
    if (table[slot] != 0) return table[slot];
    const enum kind kind = kind_of(points, count);
    if (kinds[kind].count == kinds[kind].capacity) return 0;
    if ((kinds[kind].count & (kinds[kind].count - 1)) == 0) {
        const size_t room = kinds[kind].count == 0 ? 1 : kinds[kind].count * 2;
        wchar_t **larger = realloc(kinds[kind].clusters, room * sizeof *larger);
        if (larger == NULL) return 0;
        kinds[kind].clusters = larger;
    }
    wchar_t *cluster = cedit_copied(points, count);
    if (cluster == NULL) return 0;
    kinds[kind].clusters[kinds[kind].count] = cluster;
    table[slot] = kinds[kind].first + (wchar_t)kinds[kind].count++;
    table_used++;
    return table[slot];
}

const wchar_t *cedit_points(const wchar_t *code, size_t *count) {
    const wchar_t *cluster = cluster_of(*code);
    *count = cluster != NULL ? wcslen(cluster) : 1;
    return cluster != NULL ? cluster : code;
}

// Whether `next` belongs to the cluster of `count` code points before it.
static bool extends(const wchar_t *points, size_t count, wchar_t next) {
    // Nothing below U+0300 combines, and nothing combines with a control character.
    if (next < 0x300 || iswcntrl((wint_t)points[0])) return false;
    if (wcwidth(next) == 0) return true;
    const wchar_t last = points[count - 1];
    if (is_region(next)) return count == 1 && is_region(last);
    if (is_skin_tone(next)) return last >= FIRST_SYMBOL;
    return last == JOINER && points[0] >= FIRST_SYMBOL && next >= FIRST_SYMBOL;
}

wchar_t cedit_joined(wchar_t code, wchar_t mark) {
    size_t count;
    const wchar_t *points = cedit_points(&code, &count);
    if (!extends(points, count, mark)) return 0;
    wchar_t *longer = calloc(count + 2, sizeof *longer);
    if (longer == NULL) return 0;
    wmemcpy(longer, points, count);
    longer[count] = mark;
    const wchar_t joined = code_of(longer, count + 1);
    free(longer);
    return joined;
}

wchar_t cedit_character(wchar_t point) {
    if (point < 0x300 || (wcwidth(point) != 0 && !is_reserved(point))) return point;
    const wchar_t code = code_of(&point, 1);
    // Where no code is left, libedit draws it as well as it can.
    return code != 0 ? code : is_reserved(point) ? L'\uFFFD' : point;
}

// Gathers the code points of `text` into clusters, in place.
static void gather(wchar_t *text) {
    wchar_t *out = text;
    for (const wchar_t *from = text; *from != 0;) {
        size_t count = 1;
        while (from[count] != 0 && extends(from, count, from[count])) count++;
        const wchar_t code = count > 1 ? code_of(from, count) : 0;
        if (code != 0) {
            *out++ = code;
        } else {
            for (size_t i = 0; i < count; i++) *out++ = cedit_character(from[i]);
        }
        from += count;
    }
    *out = 0;
}

wchar_t *cedit_widened(const char *text) {
    const size_t count = mbstowcs(NULL, text, 0);
    if (count == (size_t)-1) return NULL;
    wchar_t *wide = calloc(count + 1, sizeof *wide);
    if (wide == NULL) return NULL;
    mbstowcs(wide, text, count + 1);
    gather(wide);
    return wide;
}

wchar_t *cedit_copied(const wchar_t *text, size_t count) {
    wchar_t *copy = calloc(count + 1, sizeof *copy);
    if (copy != NULL) wmemcpy(copy, text, count);
    return copy;
}

char *cedit_narrowed(const wchar_t *text, size_t count) {
    size_t total = 0, points;
    for (size_t i = 0; i < count; i++) {
        cedit_points(text + i, &points);
        total += points;
    }
    char *narrow = malloc(total * MB_CUR_MAX + 1);
    if (narrow == NULL) return NULL;
    mbstate_t state = {0};
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const wchar_t *point = cedit_points(text + i, &points);
        for (size_t j = 0; j < points; j++) {
            const size_t used = wcrtomb(narrow + end, point[j], &state);
            if (used != (size_t)-1) end += used;
        }
    }
    narrow[end] = 0;
    return narrow;
}
