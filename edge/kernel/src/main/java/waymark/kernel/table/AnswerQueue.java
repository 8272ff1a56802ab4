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

  AnswerQueue(Nftables nftables) {
    this.nftables = nftables;
  }

  /**
   * Makes it the chain's only rule. It is asked for by netlink: in which form the kernel has it,
   * its text does not tell. So one that was found there, with another queue or somebody else's, is
   * told apart by its number alone.
   *
   * @return whether the kernel has any of the forms
   */
  boolean install(int queue) {
    List<NftablesRule> there = rules();
    if (!made.isEmpty() && there.equals(made)) {
      return true;
    }
    for (NftablesQueueRule.Form form : NftablesQueueRule.Form.values()) {
      NftablesBatch batch = nftables.batch();
      there.forEach(batch::deleteRule);
      batch.addQueueRule(
          NftablesFamily.INET, KernelTable.NAME, CHAIN, new NftablesQueueRule(queue, true, form));
      List<Refusal> refusals = batch.commit();
      if (refusals.isEmpty()) {
        made = rules();
        return true;
      }
      if (!refusals.getFirst().isMissing()) {
        throw new NetlinkException("add", "the queue rule", refusals.getFirst());
      }
    }
    // What was missing may have been a rule that another process deleted.
    return !rules().equals(there) && install(queue);
  }

  private List<NftablesRule> rules() {
    return nftables.rules(NftablesFamily.INET, KernelTable.NAME, CHAIN);
  }
}
