// SPDX-License-Identifier: GPL-2.0-only
/*
 * xts-whiten TWEAK: XORs stdin with the tweaks of XTS (IEEE 1619), of which TWEAK, a file of 16 bytes, is the first, and prints the result. The openssl program
 * has no XTS; whitened, encrypted by its ECB and whitened again data are XTS.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Multiplies by x in GF(2^128), little-endian. */
static void next(uint8_t tweak[16])
{
	int carry = tweak[15] >> 7, i;

	for (i = 15; i > 0; i--)
		tweak[i] = (tweak[i] << 1) | (tweak[i - 1] >> 7);
	tweak[0] = (tweak[0] << 1) ^ (carry ? 0x87 : 0);
}

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
	uint8_t tweak[16], block[16];
	int i;

	if (!file || fread(tweak, sizeof(tweak), 1, file) != 1) {
		fprintf(stderr, "xts-whiten: no tweak\n");
		return 2;
	}
	while (fread(block, sizeof(block), 1, stdin) == 1) {
		for (i = 0; i < 16; i++)
			block[i] ^= tweak[i];
		fwrite(block, sizeof(block), 1, stdout);
		next(tweak);
	}
	return fflush(stdout) ? 1 : 0;
}
