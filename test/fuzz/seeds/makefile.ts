// SPDX-License-Identifier: GPL-2.0-only

/** A makefile in the manner of the kernel's, with one of each thing that a reader looks for. */
export const MAKEFILE = `# SPDX-License-Identifier: GPL-2.0
#
# Cryptographic API
#
obj-$(CONFIG_CRYPTO) += crypto.o
crypto-y := api.o cipher.o

obj-$(CONFIG_CRYPTO_ENGINE) += crypto_engine.o
obj-$(CONFIG_CRYPTO_FIPS) += fips.o # kept
crypto_algapi-$(CONFIG_PROC_FS) += proc.o
crypto_algapi-y := algapi.o scatterwalk.o $(crypto_algapi-y)
obj-$(CONFIG_CRYPTO_ALGAPI2) += crypto_algapi.o

rsa_generic-y := rsapubkey.asn1.o
rsa_generic-y += rsaprivkey.asn1.o \\
	rsa.o \\
	rsa_helper.o
$(obj)/rsapubkey.asn1.o: $(obj)/rsapubkey.asn1.c $(obj)/rsapubkey.asn1.h ; @:
$(obj)/rsa_helper.o: $(obj)/rsapubkey.asn1.h
	$(call if_changed,x)
ifeq ($(CONFIG_CRYPTO_DEV),y)
	@echo in a recipe
endif

ifdef CONFIG_64BIT
aegis128-$(CONFIG_X) += a.o
else ifneq ($(ARCH),arm64)
aegis128-y += b.o
else
ifndef CONFIG_Y
CFLAGS_aegis.o += -O2
endif
endif
ifeq "$(CONFIG_CC_IS_GCC)" "y"
avx2-$(CONFIG_AS_AVX2) ?= $(patsubst %.c,%.o,$(wildcard *.c)) $(addprefix x/, y.o z.o)
endif
words ::= $(filter-out a b,$(sort c b a)) $(subst o,0,foo) $(if $(CONFIG_CRYPTO),yes,no) $(words:.o=.c)
export override VAR = $(strip  $(VAR) \${OTHER} $$ $@)
define cmd_thing
	echo $(1)
endef
crypto-objs-$(CONFIG_CRYPTO_AES) += aes_generic.o
crypto-objs-vmlinux := fips.o
vmlinux.a: $(KBUILD_VMLINUX_OBJS) scripts/head-object-list.txt FORCE
	$(call if_changed,ar_vmlinux.a)
obj-y += asymmetric_keys/
`
