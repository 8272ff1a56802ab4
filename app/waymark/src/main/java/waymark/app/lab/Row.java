package waymark.app.lab;

/**
 * One line of the lab's table.
 *
 * @param scenario what was tried
 * @param asked the name or address, or how many of them
 * @param rule that decides; {@code default} where none does
 * @param expected the link that has to be taken, or what else has to happen
 * @param taken the link that was taken, or what else happened
 * @param wrongFirstPackets first packets of connections that arrived at the wrong uplink, as its
 *     kernel counted
 * @param held how the DNS answer was treated: held, observed; {@code -}: there was none
 * @param addedMicros how much longer the answer took than the median without Waymark, in
 *     microseconds; 0: no longer, or no answer
 * @param right whether all was as expected
 * @param note what else there is to say; may be empty
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
    boolean right,
    String note) {

  /** Of connections that needed no DNS answer. */
  static Row of(
      String scenario,
      String asked,
      String rule,
      String expected,
      String taken,
      long wrong,
      boolean right,
      String note) {
    return new Row(scenario, asked, rule, expected, taken, wrong, "-", 0, right, note);
  }
}
