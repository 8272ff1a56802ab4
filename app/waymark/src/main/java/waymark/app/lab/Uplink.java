package waymark.app.lab;

/** The uplink that a connection takes. */
enum Uplink {
  /** The router's default route, {@code direct} in the policy. */
  ISP1,
  /** The second link, {@code isp2} in the policy. */
  ISP2,
  /** None: refused at once. */
  REFUSED,
  /** None, without an answer. */
  SILENT;

  /** Its name in results and on the sites' pages. */
  String word() {
    return switch (this) {
      case ISP1 -> "isp1";
      case ISP2 -> "isp2";
      case REFUSED -> "refused";
      case SILENT -> "nothing";
    };
  }

  /** The uplink that a site's page names. */
  static Uplink of(String word) {
    return switch (word) {
      case "isp1" -> ISP1;
      case "isp2" -> ISP2;
      default -> throw new LabException("unknown uplink '" + word + "'");
    };
  }
}
