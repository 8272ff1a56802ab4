package waymark.engine;

import java.util.List;
import waymark.policy.Claim;
import waymark.policy.Link;
import waymark.policy.Outlet;

/**
 * Whose the traffic of an address is.
 *
 * @param rule that sends it; {@code default} where no rule does
 * @param name because of which the address is held; empty when it came by no name
 */
public record Attribution(String rule, String name) {

  /**
   * By the strongest claim that may lead to that link; by the strongest of all where none may.
   *
   * @param others the claims on the address by no name; one at least
   * @param leases of the address
   */
  static Attribution of(List<Claim> others, List<Lease> leases, String link) {
    Claim best = others.getFirst();
    String name = "";
    boolean leads = leadsTo(best, link);
    for (int i = 1; i < others.size(); i++) {
      Claim claim = others.get(i);
      boolean better = leadsTo(claim, link);
      if (better == leads ? claim.beats(best) : better) {
        best = claim;
        leads = better;
      }
    }
    for (Lease lease : leases) {
      boolean better = leadsTo(lease.claim, link);
      if (better == leads ? lease.claim.beats(best) : better) {
        best = lease.claim;
        name = lease.nameEntry.name();
        leads = better;
      }
    }
    return new Attribution(best.rule().name(), name);
  }

  private static boolean leadsTo(Claim claim, String link) {
    for (Outlet outlet : claim.rule().to()) {
      for (Link one : outlet.links()) {
        if (one.name().equals(link)) {
          return true;
        }
      }
    }
    return false;
  }
}
