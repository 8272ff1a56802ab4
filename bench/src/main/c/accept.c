/*
 * Accepts every packet of a queue (NFQUEUE) as soon as it has read it: the least that holding an
 * answer costs, since nothing looks into the packet.
 *
 *   accept QUEUE
 *
 * Prints a line when it reads the queue. A packet takes two system calls: recv and send.
 */
#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { COPY = 16 * 1024, PACKET = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET };

static void die(const char *what) {
  perror(what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  struct nfgenmsg family = {AF_UNSPEC, NFNETLINK_V0, htons(atoi(argv[1]))};
  struct {
    struct nlmsghdr message;
    struct nfgenmsg family;
    struct nlattr command_header;
    struct nfqnl_msg_config_cmd command;
    struct nlattr copy_header;
    struct nfqnl_msg_config_params copy;
  } bind_queue = {
      .message = {.nlmsg_type = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_CONFIG},
      .family = family,
      .command_header = {sizeof(struct nlattr) + sizeof bind_queue.command, NFQA_CFG_CMD},
      .command = {.command = NFQNL_CFG_CMD_BIND},
      .copy_header = {sizeof(struct nlattr) + sizeof bind_queue.copy, NFQA_CFG_PARAMS},
      .copy = {htonl(COPY), NFQNL_COPY_PACKET},
  };
  bind_queue.message.nlmsg_len = sizeof bind_queue;
  bind_queue.message.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  struct {
    struct nlmsghdr message;
    struct nfgenmsg family;
    struct nlattr header;
    struct nfqnl_msg_verdict_hdr verdict;
  } accepted = {
      .message = {.nlmsg_type = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_VERDICT},
      .family = family,
      .header = {sizeof(struct nlattr) + sizeof accepted.verdict, NFQA_VERDICT_HDR},
      .verdict = {.verdict = htonl(NF_ACCEPT)},
  };
  accepted.message.nlmsg_len = sizeof accepted;
  accepted.message.nlmsg_flags = NLM_F_REQUEST;

  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
  if (netlink < 0) die("socket");
  if (send(netlink, &bind_queue, sizeof bind_queue, 0) < 0) die("send");
  static struct {
    struct nlmsghdr message;
    union {
      struct nlmsgerr answer;
      /* The packet's number is in the first attribute (nfqnl_build_packet_message). */
      struct {
        struct nfgenmsg family;
        struct nlattr header;
        struct nfqnl_msg_packet_hdr packet;
      } queued;
      char room[COPY + 1024];
    };
  } in;
  for (;;) {
    if (recv(netlink, &in, sizeof in, 0) < 0) die("recv");
    if (in.message.nlmsg_type == PACKET) {
      accepted.verdict.id = in.queued.packet.packet_id;
      if (send(netlink, &accepted, sizeof accepted, 0) < 0) die("send");
    } else if (in.message.nlmsg_type == NLMSG_ERROR) {
      if (in.answer.error != 0) {
        fprintf(stderr, "the kernel refuses: %s\n", strerror(-in.answer.error));
        return 1;
      }
      puts("ready");
      fflush(stdout);
    }
  }
}
