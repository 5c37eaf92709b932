/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands behind the text: how its users are called, for what it defines. HAVE_F says that
 * it defines a function F.
 */
int explore_swapon(void);
int explore_swapon(void)
{
#ifdef HAVE_zswap_swapon
	((int (*)(int, unsigned long))zswap_swapon)(0, XA_SLOTS);
#endif
}

int explore_has_store(void);
int explore_has_store(void)
{
#ifdef HAVE_zswap_store
	return 1;
#else
	return 0;
#endif
}

bool explore_folio_store(struct folio *folio);
bool explore_folio_store(struct folio *folio)
{
#ifdef HAVE_zswap_store
	return zswap_store(folio);
#else
	return false;
#endif
}

void explore_folio_load(struct folio *folio);
void explore_folio_load(struct folio *folio)
{
#ifdef HAVE_zswap_load
	zswap_load(folio);
#endif
}

void explore_folio_invalidate(unsigned long offset);
void explore_folio_invalidate(unsigned long offset)
{
#ifdef HAVE_zswap_invalidate
	_Generic(&zswap_invalidate,
		 void (*)(swp_entry_t): ((void (*)(unsigned long, unsigned long))zswap_invalidate)
					(offset, 0),
		 default: ((void (*)(unsigned long, unsigned long))zswap_invalidate)(0, offset));
#endif
}
