package waymark.policy;

/**
 * Neighbouring addresses of one family about which the networks of a policy decide alike.
 *
 * @param first the first of them
 * @param last the last of them, itself included
 * @param decision about each of them
 * @param claim the strongest claim to the first of them
 */
public record Interval(Address first, Address last, Decision decision, Claim claim) {
  public Interval {
    if (first.compareTo(last) > 0 || first.isIpv4() != last.isIpv4()) {
      throw new IllegalArgumentException(first + " to " + last + " is no interval");
    }
  }
}
