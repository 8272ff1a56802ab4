package waymark.kernel.nftables;

import waymark.kernel.plane.Desired;

/**
 * What a {@link Ruleset} is made from.
 *
 * @param targets what is decided for addresses and networks
 */
public record RulesetPlan(Desired desired, NftablesTargets targets) {}
