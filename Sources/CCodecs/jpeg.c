#include "codec.h"

// As TurboJPEG's header turbojpeg.h declares them, in versions 1.4 to 3.
typedef void *init_decompress(void);
typedef int destroy(void *);
typedef int decompress_header(void *, const unsigned char *, unsigned long, int *, int *, int *,
                              int *);
typedef int decompress(void *, const unsigned char *, unsigned long, unsigned char *, int, int, int,
                       int, int);

enum { red_green_blue = 0, no_flags = 0 };

static void *new_reader(const ccodec *codec) {
    return ((init_decompress *)codec->functions[0])();
}

static void free_reader(const ccodec *codec, void *reader) {
    ((destroy *)codec->functions[1])(reader);
}

static int size(const ccodec *codec, const uint8_t *bytes, size_t count, int *width, int *height) {
    void *reader = new_reader(codec);
    if (reader == NULL) return 0;
    decompress_header *header = (decompress_header *)codec->functions[2];
    int subsampling, colors;
    const int failed = header(reader, bytes, count, width, height, &subsampling, &colors);
    free_reader(codec, reader);
    return failed == 0;
}

static int read_pixels(const ccodec *codec, const uint8_t *bytes, size_t count, int width,
                       int height, uint8_t *pixels) {
    void *reader = new_reader(codec);
    if (reader == NULL) return 0;
    decompress *read = (decompress *)codec->functions[3];
    // Fails where a file ends too soon, too.
    const int failed =
        read(reader, bytes, count, pixels, width, width * 3, height, red_green_blue, no_flags);
    free_reader(codec, reader);
    return failed == 0;
}

const ccodec *ccodec_open_jpeg(const char *name, char message[ccodec_message_size]) {
    static const char *const functions[most_functions] = {
        "tjInitDecompress", "tjDestroy", "tjDecompressHeader3", "tjDecompress2"};
    return ccodec_open(name, &(ccodec){.size = size, .read = read_pixels}, functions, message);
}
