/* Makes libsodium's randombytes use the host's randomness in WebAssembly (see wasm_randombytes.c). */
#pragma once

struct randombytes_implementation;
extern struct randombytes_implementation citycode_wasm_randombytes;
#define RANDOMBYTES_CUSTOM_IMPLEMENTATION 1
#define RANDOMBYTES_DEFAULT_IMPLEMENTATION &citycode_wasm_randombytes
