package waymark.app.lab;

/** Where a connection ends: at the uplink that it takes, or elsewhere. */
enum Uplink {
  /** The router's default route, {@code direct} in the policy. */
  ISP1,
  /** The second link, {@code isp2} in the policy. */
  ISP2,
  /** A host of the router's second network, to which ports are forwarded. */
  GUEST,
  /** The gateway that guests of a bridge have instead of the router. */
  GATEWAY,
  /** The router itself. */
  ROUTER,
  /** None: refused at once. */
  REFUSED,
  /** None, without an answer. */
  SILENT;

  /** Its name in results and on the sites' pages. */
  String word() {
    return switch (this) {
      case ISP1 -> "isp1";
      case ISP2 -> "isp2";
      case GUEST -> "guest";
      case GATEWAY -> "gateway";
      case ROUTER -> "router";
      case REFUSED -> "refused";
      case SILENT -> "nothing";
    };
  }

  /** The uplink that a site's page names. */
  static Uplink of(String word) {
    return switch (word) {
      case "isp1" -> ISP1;
      case "isp2" -> ISP2;
      case "guest" -> GUEST;
      case "gateway" -> GATEWAY;
      case "router" -> ROUTER;
      default -> throw new LabException("unknown uplink '" + word + "'");
    };
  }
}
