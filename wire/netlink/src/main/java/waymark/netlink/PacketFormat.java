package waymark.netlink;

/**
 * The attribute numbers of the two subsystems that pass packets; 0 for a missing attribute. Number
 * 1 is the header of both.
 */
enum PacketFormat {
  /** include/uapi/linux/netfilter/nfnetlink_log.h, enum nfulnl_attr_type. */
  LOG(0x400, 0, 9, 12, 2),
  /**
   * include/uapi/linux/netfilter/nfnetlink_queue.h, enum nfqnl_attr_type. The id begins struct
   * nfqnl_msg_packet_hdr.
   */
  QUEUE(0x300, 1, 10, 0, 6);

  static final int HEADER = 1;

  final int packet;
  final int id;
  final int payload;
  final int sequence;

  /** Where in the header the number of the hook is. */
  final int hook;

  PacketFormat(int packet, int id, int payload, int sequence, int hook) {
    this.packet = packet;
    this.id = id;
    this.payload = payload;
    this.sequence = sequence;
    this.hook = hook;
  }
}
