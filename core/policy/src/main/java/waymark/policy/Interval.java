package waymark.policy;

/**
 * Neighbouring addresses of one family that the networks of a policy send to the same links.
 *
 * @param first the first of them
 * @param last the last of them, itself included
 * @param claim the claim that wins the first of them; the others have the same {@link Rule#to}
 */
public record Interval(Address first, Address last, Claim claim) {
  public Interval {
    if (first.compareTo(last) > 0 || first.isIpv4() != last.isIpv4()) {
      throw new IllegalArgumentException(first + " to " + last + " is no interval");
    }
  }
}
