// SPDX-License-Identifier: GPL-2.0-only
/* SHA-256 through libcrypto, see digest.h */
#include "base/digest.h"

#include <openssl/evp.h>

#include "base/folder.h"

void digest_init(struct digest *digest)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		die(EXIT_BROKEN, "libcrypto has no SHA-256");
	digest->context = context;
}

static void feed(struct digest *digest, const void *data, size_t len)
{
	if (EVP_DigestUpdate(digest->context, data, len) != 1)
		die(EXIT_BROKEN, "libcrypto failed to compute SHA-256");
}

void digest_add(struct digest *digest, const char *name, const void *data,
		size_t len)
{
	char head[64];
	int n = snprintf(head, sizeof(head), "%zu %zu ", strlen(name), len);

	feed(digest, head, (size_t)n);
	feed(digest, name, strlen(name));
	feed(digest, data, len);
}

void digest_add_string(struct digest *digest, const char *name,
		       const char *value)
{
	char *present __free(free_text) = xstrfmt("%c%s", value ? '+' : '-', value ? value : "");

	digest_add(digest, name, present, strlen(present));
}

void digest_add_number(struct digest *digest, const char *name, unsigned long value)
{
	digest_add(digest, name, &value, sizeof(value));
}

static int feed_stream(struct digest *digest, const char *path)
{
	char block[65536];
	FILE *file = fopen(path, "rb");
	size_t n;
	int ret = 0;

	if (!file)
		return -errno;
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		feed(digest, block, n);
	if (ferror(file))
		ret = errno ? -errno : -EIO;
	fclose(file);
	return ret;
}

void digest_add_tools(struct digest *digest, const char *const *names)
{
	for (; *names; names++) {
		char *path __free(free_text) = program_path(*names);
		struct stat st = { .st_size = 0 };

		digest_add_string(digest, *names, path ? "" : NULL);
		if (path && !stat(path, &st)) {
			digest_add(digest, "size", &st.st_size, sizeof(st.st_size));
			digest_add(digest, "seconds", &st.st_mtim.tv_sec,
				   sizeof(st.st_mtim.tv_sec));
			digest_add(digest, "nanoseconds", &st.st_mtim.tv_nsec,
				   sizeof(st.st_mtim.tv_nsec));
		}
	}
}

int digest_file(const char *path, char hex[DIGEST_HEX])
{
	struct digest digest;
	int ret;

	digest_init(&digest);
	ret = feed_stream(&digest, path);
	digest_final(&digest, hex);
	return ret;
}

static int add_named(struct digest *digest, const char *name, const char *path);

static int add_folder(struct digest *digest, const char *name, const char *path)
{
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = folder_list(path, NULL, &paths);

	for (size_t i = 0; !ret && i < paths.nr; i++) {
		char *label __free(free_text) = xstrfmt("%s/%s", name,
							path_base(paths.v[i]));

		ret = add_named(digest, label, paths.v[i]);
	}
	return ret;
}

static int add_named(struct digest *digest, const char *name, const char *path)
{
	char hex[DIGEST_HEX];
	struct stat st;
	int ret;

	if (stat(path, &st)) {
		if (errno != ENOENT)
			return -errno;
		digest_add_string(digest, name, NULL);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return add_folder(digest, name, path);
	ret = digest_file(path, hex);
	if (!ret)
		digest_add_string(digest, name, hex);
	return ret;
}

int digest_add_path(struct digest *digest, const char *path)
{
	return add_named(digest, "", path);
}

void digest_final(struct digest *digest, char hex[DIGEST_HEX])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int len = 0;

	if (EVP_DigestFinal_ex(digest->context, raw, &len) != 1)
		die(EXIT_BROKEN, "libcrypto failed to compute SHA-256");
	EVP_MD_CTX_free(digest->context);
	digest->context = NULL;
	for (unsigned int i = 0; i < len && 2 * i + 2 < DIGEST_HEX; i++)
		snprintf(hex + 2 * i, 3, "%02x", raw[i]);
}
