/* libsodium's source of randomness in WebAssembly: the host's, through getentropy, and only when somebody asks.
   A host without one can give its own with randombytes_set_implementation; verifying needs none. */
#include <stdlib.h>
#include <unistd.h>

#include "randombytes.h"

#define MAX_GETENTROPY_BYTES 256 /* POSIX: getentropy refuses more */

static const char *implementationName(void) { return "citycode-wasm"; }

static void fill(void *const buffer, const size_t size)
{
    unsigned char *next = (unsigned char *) buffer;
    size_t         left = size;

    while (left > 0) {
        const size_t part = left < MAX_GETENTROPY_BYTES ? left : MAX_GETENTROPY_BYTES;
        if (getentropy(next, part) != 0) {
            abort(); /* no randomness: never go on with zeros */
        }
        next += part;
        left -= part;
    }
}

static uint32_t randomWord(void)
{
    uint32_t word;

    fill(&word, sizeof word);
    return word;
}

struct randombytes_implementation citycode_wasm_randombytes = {
    implementationName, randomWord, NULL, NULL, fill, NULL
};
