#include "codec.h"

// As libwebp's header webp/decode.h declares them.
typedef int get_info(const uint8_t *, size_t, int *, int *);
typedef uint8_t *decode_into(const uint8_t *, size_t, uint8_t *, size_t, int);

static int size(const ccodec *codec, const uint8_t *bytes, size_t count, int *width, int *height) {
    get_info *info = (get_info *)codec->functions[0];
    return info(bytes, count, width, height) != 0;
}

static int read_pixels(const ccodec *codec, const uint8_t *bytes, size_t count, int width,
                       int height, uint8_t *pixels) {
    decode_into *decode = (decode_into *)codec->functions[1];
    const size_t size = (size_t)width * (size_t)height * 3;
    return decode(bytes, count, pixels, size, width * 3) != NULL;
}

const ccodec *ccodec_open_webp(const char *name, char message[ccodec_message_size]) {
    static const char *const functions[most_functions] = {"WebPGetInfo", "WebPDecodeRGBInto"};
    return ccodec_open(name, &(ccodec){.size = size, .read = read_pixels}, functions, message);
}
