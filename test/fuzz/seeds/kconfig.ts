// SPDX-License-Identifier: GPL-2.0-only

/** Kconfig with one of each thing that a reader looks for. */
export const KCONFIG = `# SPDX-License-Identifier: GPL-2.0
menuconfig CRYPTO
	tristate "Cryptographic API"
	select CRYPTO_LIB_UTILS
	help
	  This option provides the core.

	    config INSIDE_HELP is no entry

if CRYPTO
menu "Core"

# Above the entry
config CRYPTO_FIPS
	bool "FIPS compliance"
	depends on (CRYPTO_ANSI_CPRNG || CRYPTO_DRBG) && \\
		   !CRYPTO_MANAGER_DISABLE_TESTS
	default y if X = "text" # why
	---help---
	  Help.

choice CRYPTO_CHOICE
	prompt "One of"
config CRYPTO_A
	bool "a"
config CRYPTO_B
	bool "b"
endchoice
comment "a comment"
endmenu
source "crypto/asymmetric_keys/Kconfig"
endif	# if CRYPTO
`
