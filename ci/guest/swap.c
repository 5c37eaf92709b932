// SPDX-License-Identifier: GPL-2.0-only
/* A swap device in memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/swap.h>
#include <unistd.h>

#include "init.h"

#define SWAP_DEVICE	"/dev/ram0"

/* What mkswap writes: version and last page at 1024, the signature at the end. */
static void format_swap(void)
{
	char page[65536] = "";
	uint32_t header[2];
	uint64_t bytes;
	int file;

	file = open(SWAP_DEVICE, O_RDWR | O_CLOEXEC);
	if (file < 0 || ioctl(file, BLKGETSIZE64, &bytes))
		bail("cannot use %s: %s", SWAP_DEVICE, strerror(errno));
	header[0] = 1;
	header[1] = bytes / page_size() - 1;
	memcpy(page + 1024, header, sizeof(header));
	memcpy(page + page_size() - 10, "SWAPSPACE2", 10);
	if (write(file, page, page_size()) != (ssize_t)page_size() || fsync(file))
		bail("cannot write to %s: %s", SWAP_DEVICE, strerror(errno));
	close(file);
}

void swap_on(void)
{
	format_swap();
	if (swapon(SWAP_DEVICE, 0))
		bail("cannot swap to %s: %s", SWAP_DEVICE, strerror(errno));
	/* No read ahead: a test touches the pages that it means to touch. */
	if (write_text("/proc/sys/vm/page-cluster", "0"))
		bail("cannot set vm.page-cluster");
}

void empty_swap(void)
{
	if (swapoff(SWAP_DEVICE) || swapon(SWAP_DEVICE, 0))
		bail("cannot empty %s: %s", SWAP_DEVICE, strerror(errno));
}
