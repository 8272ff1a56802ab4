package waymark.app.lab;

/** A visit of the client to a site by its name, where either uplink may be right. */
final class NamedVisit {
  private NamedVisit() {}

  /**
   * Asks for the name, and connects to the address in the answer.
   *
   * @return the row
   */
  static Row make(
      Lab lab, String scenario, String name, String rule, Uplink expected, String note) {
    Browser.Reply reply = lab.client().run(() -> Browser.BY_IPV4.ask(name, DnsRecord.A));
    Uplink taken = lab.visit(reply.addresses().getFirst());
    return new Row(
        scenario,
        name,
        rule,
        expected.word(),
        taken.word(),
        taken == expected ? 0 : 1,
        lab.learning(),
        lab.results().added(reply),
        Outcome.of(taken == expected),
        note);
  }
}
