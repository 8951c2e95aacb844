/* Lets one system call on the files below a folder fail, for scripts/test-faults (LD_PRELOAD).

   IOFAULT_DIR   calls on paths below this folder, and on descriptors opened there, are counted
   IOFAULT_AT    number of the call that fails, from 1; without it none does
   IOFAULT_DO    eio, enospc, or short (a write or read takes one byte; other calls fail with EIO)
   IOFAULT_EVER  1: all later calls fail too (short: all later writes take one byte at a time)
   IOFAULT_LOG   a file, outside the folder, that gets the number of calls at the end
   IOFAULT_MET   a file, outside the folder, that gets the first call that fails and its path */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { DESCRIPTORS = 65536 };
static atomic_char tracked[DESCRIPTORS];
static atomic_long calls;
static char folder[4096];
static long at;
static int ever, code, is_short;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void start(void) {
  const char *dir = getenv("IOFAULT_DIR"), *position = getenv("IOFAULT_AT");
  const char *action = getenv("IOFAULT_DO"), *lasting = getenv("IOFAULT_EVER");
  snprintf(folder, sizeof folder, "%s", dir ? dir : "");
  at = position ? atol(position) : 0;
  ever = lasting && !strcmp(lasting, "1");
  code = action && !strcmp(action, "enospc") ? ENOSPC : EIO;
  is_short = action && !strcmp(action, "short");
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("IOFAULT_LOG");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&calls));
  fclose(file);
}

static int below(const char *path) {
  if (!path || !*folder) return 0;
  char whole[8192];
  if (path[0] != '/') {
    char here[4096];
    if (!getcwd(here, sizeof here)) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    path = whole;
  }
  return !strncmp(path, folder, strlen(folder));
}

static void tell(const char *call, const char *path, int fd) {
  const char *place = getenv("IOFAULT_MET");
  FILE *file = place ? fopen(place, "w") : NULL;
  if (!file) return;
  char link[64], found[4096] = "";
  if (!path) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, found, sizeof found - 1);
    found[count > 0 ? count : 0] = 0;
  }
  fprintf(file, "%s\t%s\n", call, path ? path : found);
  fclose(file);
}

/* Counts a call; 1 when it is to fail, 2 when it is to be short. */
static int fault(const char *call, const char *path, int fd, int can_be_short) {
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (!at || number < at || (number > at && !ever)) return 0;
  if (number == at) tell(call, path, fd);
  if (!is_short) return 1;
  return can_be_short ? 2 : 0;
}

static int known(int fd) { return fd >= 0 && fd < DESCRIPTORS && tracked[fd]; }

#define FAIL do { errno = code; return -1; } while (0)

static int opened(int fd, const char *path) {
  if (fd >= 0 && fd < DESCRIPTORS) tracked[fd] = (char)below(path);
  return fd;
}

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    va_list list; va_start(list, flags);                       \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; \
    va_end(list);                                              \
    if (below(path) && fault(#name, path, -1, 0)) FAIL;        \
    return opened(REAL(name)(path, flags, mode), path);        \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                           \
  int name(int at_fd, const char *path, int flags, ...) {      \
    va_list list; va_start(list, flags);                       \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; \
    va_end(list);                                              \
    int ours = at_fd == AT_FDCWD && below(path);               \
    if (ours && fault(#name, path, -1, 0)) FAIL;               \
    int fd = REAL(name)(at_fd, path, flags, mode);             \
    if (fd >= 0 && fd < DESCRIPTORS) tracked[fd] = (char)ours; \
    return fd;                                                 \
  }
OPENAT(openat)
OPENAT(openat64)

#define TRANSFER(name, type, ...)                              \
  ssize_t name(int fd, type *data, size_t count __VA_OPT__(, off64_t place)) { \
    int what = known(fd) ? fault(#name, NULL, fd, 1) : 0;      \
    if (what == 1) FAIL;                                       \
    return REAL(name)(fd, data, what == 2 && count ? 1 : count __VA_OPT__(, place)); \
  }
TRANSFER(write, const void)
TRANSFER(read, void)
TRANSFER(pwrite, const void, place)
TRANSFER(pwrite64, const void, place)
TRANSFER(pread, void, place)
TRANSFER(pread64, void, place)

int close(int fd) {
  int fails = known(fd) && fault("close", NULL, fd, 0);
  if (known(fd)) tracked[fd] = 0;
  int result = REAL(close)(fd); /* gone whatever is reported */
  if (fails) FAIL;
  return result;
}

int fsync(int fd) { if (known(fd) && fault("fsync", NULL, fd, 0)) FAIL; return REAL(fsync)(fd); }
int fdatasync(int fd) { if (known(fd) && fault("fdatasync", NULL, fd, 0)) FAIL; return REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { if (known(fd) && fault("ftruncate", NULL, fd, 0)) FAIL; return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { if (known(fd) && fault("ftruncate64", NULL, fd, 0)) FAIL; return REAL(ftruncate64)(fd, size); }
int unlink(const char *path) { if (below(path) && fault("unlink", path, -1, 0)) FAIL; return REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { if (below(path) && fault("mkdir", path, -1, 0)) FAIL; return REAL(mkdir)(path, mode); }
int link(const char *from, const char *to) { if (below(to) && fault("link", to, -1, 0)) FAIL; return REAL(link)(from, to); }
int rename(const char *from, const char *to) { if (below(to) && fault("rename", to, -1, 0)) FAIL; return REAL(rename)(from, to); }
