package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkListing;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** What the kernel holds for a policy, as lines for people to compare. */
final class Listing {
  private Listing() {}

  /**
   * The sets, chains, rules and routes of a policy.
   *
   * @param decisions about learned addresses
   * @param captureSettings in the mode that the kernel can do
   * @param host its interfaces as they are
   */
  static List<String> of(
      Policy policy,
      Collection<Decision> decisions,
      LinkNumbers numbers,
      Marks marks,
      CaptureSettings captureSettings,
      Interfaces host,
      LinkShares linkShares,
      Exemptions exemptions) {
    List<String> lines = new ArrayList<>(LinkListing.rules(policy, numbers, marks));
    StaticSets nets = StaticSets.of(policy, numbers).named(List.of());
    RulesetPlan plan =
        new RulesetPlan(
            new Desired(
                policy,
                numbers,
                marks,
                captureSettings,
                LinkConditions.of(policy, host, LinkListing.states(policy, host.devices())),
                linkShares,
                exemptions),
            NftablesTargets.of(policy, decisions, numbers, new LearnedSets(), nets));
    lines.addAll(new Ruleset(plan).lines());
    return lines;
  }
}
