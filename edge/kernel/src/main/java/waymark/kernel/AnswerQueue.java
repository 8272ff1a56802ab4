package waymark.kernel;

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
  private AnswerQueue() {}

  /**
   * Makes it the chain's only rule. It is asked for by netlink: in which form the kernel has it,
   * its text does not tell.
   *
   * @return whether the kernel has any of the forms
   */
  static boolean install(Nftables nftables, int queue) {
    List<NftablesRule> there =
        nftables.rules(NftablesFamily.INET, KernelTable.NAME, DnsTap.QUEUE_CHAIN);
    if (there.size() == 1) {
      return true;
    }
    for (NftablesQueueRule.Form form : NftablesQueueRule.Form.values()) {
      NftablesBatch batch = nftables.batch();
      there.forEach(batch::deleteRule);
      batch.addQueueRule(
          NftablesFamily.INET,
          KernelTable.NAME,
          DnsTap.QUEUE_CHAIN,
          new NftablesQueueRule(queue, true, form));
      List<Refusal> refusals = batch.commit();
      if (refusals.isEmpty()) {
        return true;
      }
      if (!refusals.getFirst().isMissing()) {
        throw new NetlinkException("add", "the queue rule", refusals.getFirst());
      }
    }
    return false;
  }
}
