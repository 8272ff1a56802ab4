package waymark.kernel.ipset;

import waymark.kernel.model.Marks;

/** Writes marks in iptables syntax: value and mask. */
record IptablesMarks(Marks marks) {
  /** The mark of the link with this number. */
  String of(int link) {
    return text(marks.mark(link));
  }

  /** No link's mark. */
  String none() {
    return text(0);
  }

  /** The mark of packets to be refused: all bits of the mask. */
  String blocked() {
    return text(marks.mask());
  }

  private String text(int mark) {
    return hex(mark) + "/" + hex(marks.mask());
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }
}
