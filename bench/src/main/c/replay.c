/*
 * Sends DNS questions and their answers through a router, at a steady rate: the question from a
 * client's namespace, and the answer from the server's port in the namespace beyond the router, as
 * if a server had answered. Nobody reads them.
 *
 *   replay CLIENT-NETNS SERVER-NETNS RATE SECONDS ONE-IN KNOWN FIRST
 *   replay CLIENT-NETNS SERVER-NETNS RATE SECONDS soak
 *
 * RATE pairs a second; one in ONE-IN has a name of a rule (zN.example). KNOWN: so many names over
 * and over, 0 for a new name and address each. FIRST: the number of the first name. `soak`: new
 * names for ever, of addresses and TTLs that vary. Prints how many pairs were sent.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 32, LONGEST = 128, ZONES = 10 };

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int open_in(const char *netns, const char *address, int port) {
  int ns = open(netns, O_RDONLY | O_CLOEXEC);
  if (ns < 0 || setns(ns, CLONE_NEWNET) < 0) die(netns);
  close(ns);
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int small = 1, reuse = 1;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &here.sin_addr);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  /* Linux lets two UDP sockets share a port that both allow; the more specific one gets the packets. */
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0) die("bind");
  return fd;
}

static void connect_to(int fd, const char *address, int port) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &there.sin_addr);
  if (connect(fd, (struct sockaddr *)&there, sizeof there) < 0) die("connect");
}

static uint8_t *u16(uint8_t *at, unsigned value) {
  *at++ = value >> 8;
  *at++ = value;
  return at;
}

static uint8_t *label(uint8_t *at, const char *text) {
  *at++ = strlen(text);
  memcpy(at, text, strlen(text));
  return at + strlen(text);
}

/* What one pair is about. */
struct pair {
  uint32_t number;     /* of the name */
  int zone;            /* the N of zN.example; none: -1, a name of no rule */
  uint32_t ttl;        /* seconds */
  uint8_t address[16]; /* of which an IPv4 address has the first 4 */
  int length;          /* 4 or 16 */
};

static const uint8_t prefix[8] = {0x20, 0x01, 0x00, 0x02};

/* A name and an IPv6 address of the same number. */
static struct pair plain(uint32_t number, int ruled) {
  struct pair pair = {.number = number, .zone = ruled ? (int)(number % ZONES) : -1};
  pair.ttl = 3600;
  pair.length = 16;
  memcpy(pair.address, prefix, 8);
  memset(pair.address + 8, 0xff, 8);
  for (int i = 7; i >= 0; i--, number /= 10) pair.address[8 + i] = '0' + number % 10;
  return pair;
}

/* Of 20 names, 16 are in the zones 0 to 3 and live 1 to 120 s, 2 in zone 9 for an hour, 2 in none.
   Half have one of 131,072 IPv4 addresses, half one of 1,048,576 IPv6 addresses. */
static struct pair varied(uint32_t number) {
  uint64_t hash = (number + 1) * 0x9e3779b97f4a7c15ULL;
  hash = (hash ^ hash >> 31) * 0xbf58476d1ce4e5b9ULL;
  hash ^= hash >> 29;
  int place = number % 20;
  struct pair pair = {.number = number, .zone = place < 16 ? place % 4 : place < 18 ? 9 : -1};
  pair.ttl = pair.zone == 9 ? 3600 : 1 + (hash >> 40) % 120;
  uint32_t pick = (uint32_t)hash;
  if (hash >> 63) {
    pair.length = 4;
    pick = htonl(0xc6120000 | (pick & 0x1ffff)); /* 198.18.0.0/15 */
    memcpy(pair.address, &pick, 4);
  } else {
    pair.length = 16;
    pick = htonl(pick & 0xfffff);
    memcpy(pair.address, prefix, 8);
    memcpy(pair.address + 12, &pick, 4);
  }
  return pair;
}

/* A question for c<number>.z<zone>.example or c<number>.other.test, or the answer to it. */
static size_t message(uint8_t *out, uint32_t id, const struct pair *pair, int reply) {
  char text[16];
  int type = pair->length == 4 ? 1 : 28;
  uint8_t *at = u16(out, id & 0xffff);
  at = u16(at, reply ? 0x8180 : 0x0100);
  at = u16(u16(u16(u16(at, 1), reply), 0), 0);
  text[0] = 'c';
  uint32_t number = pair->number;
  for (int i = 8; i > 0; i--, number /= 10) text[i] = '0' + number % 10;
  text[9] = 0;
  at = label(at, text);
  if (pair->zone >= 0) {
    char zone[3] = {'z', '0' + pair->zone, 0};
    at = label(label(at, zone), "example");
  } else {
    at = label(label(at, "other"), "test");
  }
  *at++ = 0;
  at = u16(u16(at, type), 1);
  if (reply) {
    at = u16(u16(u16(at, 0xc00c), type), 1);
    at = u16(u16(u16(at, pair->ttl >> 16), pair->ttl), pair->length);
    memcpy(at, pair->address, pair->length);
    at += pair->length;
  }
  return at - out;
}

static void send_all(int fd, struct mmsghdr *headers, int count) {
  for (int done = 0; done < count;) {
    int sent = sendmmsg(fd, headers + done, count - done, 0);
    if (sent > 0)
      done += sent;
    else if (errno != EAGAIN && errno != ENOBUFS && errno != EINTR && errno != ECONNREFUSED &&
             errno != EPERM)
      die("sendmmsg");
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int argc, char **argv) {
  int soak = argc == 6 && strcmp(argv[5], "soak") == 0;
  if (argc != 8 && !soak) return 2;
  double rate = atof(argv[3]);
  int64_t total = (int64_t)(rate * atof(argv[4]));
  uint32_t one_in = soak ? 1 : atoi(argv[5]), known = soak ? 0 : atoi(argv[6]);
  uint32_t first = soak ? 0 : atoi(argv[7]);
  int client = open_in(argv[1], "10.0.0.1", 40053);
  int server = open_in(argv[2], "10.1.0.1", 53);
  connect_to(client, "10.1.0.1", 53);
  connect_to(server, "10.0.0.1", 40053);

  static uint8_t questions[BATCH][LONGEST], answers[BATCH][LONGEST];
  static struct iovec vectors[2][BATCH];
  static struct mmsghdr headers[2][BATCH];
  for (int i = 0; i < BATCH; i++) {
    vectors[0][i].iov_base = questions[i];
    vectors[1][i].iov_base = answers[i];
    for (int side = 0; side < 2; side++) {
      headers[side][i].msg_hdr.msg_iov = &vectors[side][i];
      headers[side][i].msg_hdr.msg_iovlen = 1;
    }
  }
  int64_t begin = now(), sent = 0;
  while (sent < total && now() - begin < (int64_t)(atof(argv[4]) * 1e9)) {
    for (int i = 0; i < BATCH; i++) {
      uint32_t number = first + (known ? (sent + i) % known : sent + i);
      struct pair pair = soak ? varied(number) : plain(number, (sent + i) % one_in == 0);
      vectors[0][i].iov_len = message(questions[i], sent + i, &pair, 0);
      vectors[1][i].iov_len = message(answers[i], sent + i, &pair, 1);
    }
    send_all(client, headers[0], BATCH);
    send_all(server, headers[1], BATCH);
    sent += BATCH;
    int64_t wait = begin + (int64_t)(sent / rate * 1e9) - now();
    if (wait > 100000) {
      struct timespec pause = {0, wait - 60000};
      nanosleep(&pause, NULL);
    }
  }
  printf("%lld\n", (long long)sent);
  return 0;
}
