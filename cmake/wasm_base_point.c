/* Multiplies Ed25519's base point without libsodium's table of 256 of its multiples: 30 KB that no packing makes smaller.
   The library's own way for any other public point takes its place, in constant time as well (docs/adr/0011). The
   linker's --wrap leads here; checking a signature goes another way, which has a small table of its own. */
#include <stdlib.h>

#include "private/ed25519_ref10.h"

/* RFC 8032, 5.1: y = 4/5 and the even x, written as a public key is. */
static const unsigned char base_point[32] = {
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66
};

void __wrap_ge25519_scalarmult_base(ge25519_p3 *h, const unsigned char *a);

/* h = a * B with a[31] <= 127, which both of the library's functions ask for. */
void __wrap_ge25519_scalarmult_base(ge25519_p3 *h, const unsigned char *a)
{
    ge25519_p3 base;

    if (ge25519_frombytes(&base, base_point) != 0) {
        abort(); /* cannot be: it is on the curve */
    }
    ge25519_scalarmult(h, a, &base);
}
