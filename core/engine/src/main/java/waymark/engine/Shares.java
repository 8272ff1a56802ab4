package waymark.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The leases of one rule, by the clients that asked for them. */
final class Shares {
  private final Map<Integer, LruList> byClient = new HashMap<>();
  private int size;

  /** Whether none that drains was found to be idle since the last scan. */
  boolean noneDrains;

  /** Whether it was told that one client has more than its share of a full rule. */
  boolean told;

  int size() {
    return size;
  }

  int size(int client) {
    LruList lruList = byClient.get(client);
    return lruList == null ? 0 : lruList.size();
  }

  Collection<LruList> all() {
    return byClient.values();
  }

  /** The list of a client, for a lease that is then added. */
  LruList of(int client) {
    return byClient.computeIfAbsent(client, LruList::new);
  }

  /** One that was just seen. */
  void add(Lease lease) {
    lease.share.add(lease);
    size++;
  }

  void remove(Lease lease) {
    LruList lruList = lease.share;
    lruList.remove(lease);
    size--;
    if (lruList.size() == 0) {
      byClient.remove(lruList.client);
    }
  }

  /**
   * A client has asked for it again. It is that client's from now on if no client had it, or one
   * that has more than its share.
   *
   * @param share how many leases of the rule a client may have for certain
   */
  void seenAgain(Lease lease, int client, int share) {
    LruList lruList = lease.share;
    if (client != lruList.client && client != Engine.NO_CLIENT && isLeft(lruList, client, share)) {
      remove(lease);
      lease.share = of(client);
      add(lease);
    } else {
      lruList.seenAgain(lease);
    }
  }

  /** This host's own resolver asks for what clients have asked it for. */
  private boolean isLeft(LruList lruList, int client, int share) {
    return lruList.client == Engine.NO_CLIENT || (lruList.size() > share && size(client) < share);
  }
}
