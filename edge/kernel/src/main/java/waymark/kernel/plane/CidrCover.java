package waymark.kernel.plane;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Address;
import waymark.policy.Interval;
import waymark.policy.Network;

/** The fewest networks that make up an interval. */
public final class CidrCover {
  private CidrCover() {}

  /** None of them is everything: hash:net cannot hold that, two halves can. */
  public static List<Network> of(Interval interval) {
    List<Network> networks = new ArrayList<>();
    Address first = interval.first();
    while (true) {
      Network largest = Network.of(first);
      while (largest.prefix() > 1) {
        Network twice = Network.of(first, largest.prefix() - 1);
        if (!twice.base().equals(first) || twice.last().compareTo(interval.last()) > 0) {
          break;
        }
        largest = twice;
      }
      networks.add(largest);
      if (largest.last().equals(interval.last())) {
        return networks;
      }
      first = largest.last().next();
    }
  }
}
