package waymark.kernel.table;

import java.util.List;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesQueueRule;
import waymark.netlink.NftablesRule;
import waymark.netlink.Refusal;

/** The rule that queues held answers, in the chain that has nothing else. */
final class AnswerQueue {
  /** The chain that holds nothing but the queue, and is not flushed with the others. */
  static final String CHAIN = "held_answers";

  private final Nftables nftables;

  /** The rule that was made here, by the kernel's number; none before. */
  private List<NftablesRule> made = List.of();

  /** Whether that one lets answers pass if no process has opened the queue. */
  private boolean bypasses;

  AnswerQueue(Nftables nftables) {
    this.nftables = nftables;
  }

  /**
   * Makes it the chain's only rule. It is asked for by netlink: in which form the kernel has it,
   * its text does not tell. So one that was found there, with another queue or somebody else's, is
   * told apart by its number alone.
   *
   * @param bypass whether answers pass if no process has opened the queue; else they are dropped
   * @return whether the kernel has any of the forms
   * @throws NetlinkException when the rule cannot be made for another reason, such as another
   *     process that deletes the table
   */
  boolean install(int queue, boolean bypass) {
    List<NftablesRule> there = rules();
    List<Refusal> missing = List.of();
    if (!made.isEmpty() && there.equals(made) && bypasses == bypass) {
      return true;
    }
    for (NftablesQueueRule.Form form : NftablesQueueRule.Form.values()) {
      NftablesBatch batch = nftables.batch();
      there.forEach(batch::deleteRule);
      batch.addQueueRule(
          NftablesFamily.INET, KernelTable.NAME, CHAIN, new NftablesQueueRule(queue, bypass, form));
      List<Refusal> refusals = batch.commit();
      if (refusals.isEmpty()) {
        made = rules();
        bypasses = bypass;
        return true;
      }
      if (!refusals.getFirst().isMissing()) {
        throw new NetlinkException("add", "the queue rule", refusals.getFirst());
      }
      missing = refusals;
    }
    // What was missing may have been a rule that another process deleted.
    if (!rules().equals(there)) {
      return install(queue, bypass);
    }
    if (isKnown() || !isChainThere()) {
      throw new NetlinkException("add", "the queue rule", missing.getFirst());
    }
    return false;
  }

  /** Whether the kernel was found to have a form: then it is no form that is missing. */
  private boolean isKnown() {
    return !made.isEmpty();
  }

  private boolean isChainThere() {
    return nftables.chains(NftablesFamily.INET, KernelTable.NAME).stream()
        .anyMatch(chain -> chain.name().equals(CHAIN));
  }

  private List<NftablesRule> rules() {
    return nftables.rules(NftablesFamily.INET, KernelTable.NAME, CHAIN);
  }
}
