package waymark.app.lab;

/**
 * A line of the lab's table.
 *
 * @param scenario what was tried
 * @param asked the name or address, or how many of them
 * @param rule the rule that decides; {@code default} where none does
 * @param expected the uplink that must be taken, or what else must happen
 * @param taken the uplink that was taken, or what else happened
 * @param wrongFirstPackets first packets of connections that arrived at the wrong uplink, as its
 *     kernel counted
 * @param held how the DNS answer was treated: hold, observe; {@code -}: there was none
 * @param addedMicros how much longer the answer took than the median without Waymark, in
 *     microseconds; 0: no longer, or no answer
 * @param outcome whether it happened as expected
 * @param note a remark; may be empty
 */
public record Row(
    String scenario,
    String asked,
    String rule,
    String expected,
    String taken,
    long wrongFirstPackets,
    String held,
    long addedMicros,
    Outcome outcome,
    String note) {

  /** A row of connections that needed no DNS answer. */
  static Row of(
      String scenario,
      String asked,
      String rule,
      String expected,
      String taken,
      long wrong,
      Outcome outcome,
      String note) {
    return new Row(scenario, asked, rule, expected, taken, wrong, "-", 0, outcome, note);
  }

  boolean hasPassed() {
    return outcome == Outcome.AS_EXPECTED;
  }
}
