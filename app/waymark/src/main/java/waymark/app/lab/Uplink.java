package waymark.app.lab;

/** Where a connection comes out. */
enum Uplink {
  /** The router's default route, {@code direct} in the policy. */
  ISP1,
  /** The second link, {@code isp2} in the policy. */
  ISP2,
  /** Nowhere: refused at once. */
  REFUSED,
  /** Nowhere, and without a word. */
  SILENT;

  /** What people and the sites call it. */
  String word() {
    return switch (this) {
      case ISP1 -> "isp1";
      case ISP2 -> "isp2";
      case REFUSED -> "refused";
      case SILENT -> "nothing";
    };
  }

  /** The site's own word for where it is. */
  static Uplink of(String word) {
    return switch (word) {
      case "isp1" -> ISP1;
      case "isp2" -> ISP2;
      default -> throw new LabException("a site called itself '" + word + "'");
    };
  }
}
