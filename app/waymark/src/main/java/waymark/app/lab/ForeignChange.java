package waymark.app.lab;

/** Another program removes what Waymark put into the kernel. */
final class ForeignChange implements Scenario {

  @Override
  public String title() {
    return "foreign change";
  }

  @Override
  public void play(Lab lab) {
    Repair.of("nft flush ruleset", true).play(lab, title());
    Repair.of("nft delete table inet waymark", true).play(lab, title());
    new Repair(
            "ip rule del",
            false,
            """
            for family in -4 -6; do
              ip $family rule | sed -n 's/^\\(7[0-2][0-9][0-9]\\):.*/\\1/p' | sort -u | while read p; do
                while ip $family rule del priority $p 2>/dev/null; do :; done
              done
            done
            """)
        .play(lab, title());
    new Repair(
            "ip route flush table",
            false,
            """
            ip rule | sed -n 's/.*lookup \\(7[0-2][0-9][0-9]\\).*/\\1/p' | sort -u | while read t; do
              ip route flush table $t || true
              ip -6 route flush table $t 2>/dev/null || true
            done
            """)
        .play(lab, title());
  }
}
