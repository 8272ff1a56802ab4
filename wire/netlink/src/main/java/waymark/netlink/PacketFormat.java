package waymark.netlink;

/** How the two subsystems that pass packets number their attributes; 0 is what one lacks. */
enum PacketFormat {
  /** include/uapi/linux/netfilter/nfnetlink_log.h, enum nfulnl_attr_type. */
  LOG(0x400, 1, 0, 2, 4, 5, 9, 12, 0),
  /** include/uapi/linux/netfilter/nfnetlink_queue.h, enum nfqnl_attr_type. */
  QUEUE(0x300, 1, 4, 3, 5, 6, 10, 0, 13);

  final int packet;
  final int header;
  final int idBytes;
  final int mark;
  final int inInterface;
  final int outInterface;
  final int payload;
  final int sequence;
  final int originalLength;

  PacketFormat(
      int packet,
      int header,
      int idBytes,
      int mark,
      int inInterface,
      int outInterface,
      int payload,
      int sequence,
      int originalLength) {
    this.packet = packet;
    this.header = header;
    this.idBytes = idBytes;
    this.mark = mark;
    this.inInterface = inInterface;
    this.outInterface = outInterface;
    this.payload = payload;
    this.sequence = sequence;
    this.originalLength = originalLength;
  }
}
