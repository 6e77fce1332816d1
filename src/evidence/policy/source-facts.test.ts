// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { callsIn, panicsIn } from './source-facts.js'

const SOURCE = `#define KEY 32
/* memzero_explicit() is not called here. */
static int setkey(struct crypto_tfm *tfm, const u8 *key,
		  unsigned int len)
{
	u8 copy[KEY];

	if (len > KEY)
		panic("key of %u bytes\\n", /* no "text" */
		      len);
	memcpy(copy, key, len);
	memzero_explicit(copy, sizeof(copy));
	return 0;
}

static void
destroy(void *key)
{
	kfree_sensitive(key);
	pr_info("kfree_sensitive(key)");
}
`

test('calls are told with the function that they stand in; comments and strings are none', () => {
  expect(callsIn(SOURCE, ['memzero_explicit', 'kfree_sensitive'])).toEqual([
    { callee: 'memzero_explicit', within: 'setkey' },
    { callee: 'kfree_sensitive', within: 'destroy' },
  ])
  expect(callsIn('kfree_sensitive(x);', ['kfree_sensitive'])).toEqual([
    { callee: 'kfree_sensitive', within: null },
  ])
})

test('the message of a panic is the whole of its literals', () => {
  expect(panicsIn(SOURCE)).toEqual(['key of %u bytes'])
  expect(panicsIn('panic("one "\n "two\\n");')).toEqual(['one two'])
  expect(panicsIn('/* panic("x"); */')).toEqual([])
})
