package waymark.policy;

/**
 * A range of addresses of one family for which the networks of a policy give the same decision.
 *
 * @param first the first address
 * @param last the last address, inclusive
 * @param decision the decision for each address
 * @param claim the strongest claim to the first address
 */
public record Interval(Address first, Address last, Decision decision, Claim claim) {
  public Interval {
    if (first.compareTo(last) > 0 || first.isIpv4() != last.isIpv4()) {
      throw new IllegalArgumentException(first + " to " + last + " is not an interval");
    }
  }
}
