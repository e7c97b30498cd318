/* Loaded before the system's library in a test: makes one call fail, as a drive would. FAIL_CALL is its name, FAIL_PATH a part of the path that it
 * concerns, FAIL_ERRNO the error, FAIL_TIMES how often (0: always). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fails(const char *call, const char *path) {
  static int times = 0;
  const char *wanted = getenv("FAIL_CALL"), *part = getenv("FAIL_PATH"), *limit = getenv("FAIL_TIMES");
  if (wanted == NULL || part == NULL || path == NULL || strcmp(wanted, call) != 0 || strstr(path, part) == NULL) return 0;
  if (limit != NULL && atoi(limit) > 0 && __sync_fetch_and_add(&times, 1) >= atoi(limit)) return 0;
  errno = atoi(getenv("FAIL_ERRNO"));
  return 1;
}

static const char *path_of(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  return path;
}

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

static int sync_fails(int fd) {
  char path[4096];
  struct stat found;
  if (fstat(fd, &found) != 0) return 0;
  return fails(S_ISDIR(found.st_mode) ? "sync-folder" : "sync-file", path_of(fd, path, sizeof path));
}

int fsync(int fd) { return sync_fails(fd) ? -1 : REAL(int (*)(int), "fsync")(fd); }
int fdatasync(int fd) { return sync_fails(fd) ? -1 : REAL(int (*)(int), "fdatasync")(fd); }

#define WRITE(name, offset)                                                                                              \
  ssize_t name(int fd, const void *bytes, size_t count, offset at) {                                                     \
    char path[4096];                                                                                                     \
    if (fails("write", path_of(fd, path, sizeof path))) return -1;                                                       \
    return REAL(ssize_t(*)(int, const void *, size_t, offset), #name)(fd, bytes, count, at);                             \
  }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t count) {
  char path[4096];
  if (fails("write", path_of(fd, path, sizeof path))) return -1;
  return REAL(ssize_t(*)(int, const void *, size_t), "write")(fd, bytes, count);
}

int rename(const char *from, const char *to) {
  return fails("rename", to) ? -1 : REAL(int (*)(const char *, const char *), "rename")(from, to);
}

#define OPEN(name)                                                                                                       \
  int name(const char *path, int flags, ...) {                                                                           \
    va_list rest;                                                                                                        \
    va_start(rest, flags);                                                                                               \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                                                            \
    va_end(rest);                                                                                                        \
    if (fails((flags & O_ACCMODE) == O_RDONLY ? "open-to-read" : "open-to-write", path)) return -1;                      \
    return REAL(int (*)(const char *, int, ...), #name)(path, flags, mode);                                              \
  }
OPEN(open)
OPEN(open64)
