package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Aliases that rules match, for names whose addresses come in another answer: a resolver asks for
 * the CNAME first and for its target later. Owned by the engine's thread.
 *
 * <p>All its bounds are fixed. When it is full, the oldest alias of the clients goes that have most
 * of them, so that no client makes it forget those of others.
 */
final class AliasMemory {
  /** The most aliases in all. */
  static final int MOST = 4_096;

  /** The most chains that lead to one name. */
  static final int MOST_CHAINS = 4;

  private static final long SECOND = 1_000_000_000L;
  private static final int SHORTEST = 300;
  private static final int LONGEST = 86_400;
  private static final int CLIENTS = 256;

  /**
   * Names that lead to another.
   *
   * @param owners in their order, the first one asked for
   * @param client the bucket of the client that asked
   * @param until when it is over, in nanoseconds
   */
  private record Chain(String target, List<String> owners, int client, long until) {
    private Key key() {
      return new Key(target, owners.getFirst());
    }
  }

  private record Key(String target, String owner) {}

  private final Map<String, List<Chain>> byTarget = new HashMap<>();

  /** The chains of each bucket, the oldest first. */
  private final List<LinkedHashMap<Key, Chain>> byClient = new ArrayList<>();

  private int size;

  AliasMemory() {
    for (int i = 0; i < CLIENTS; i++) {
      byClient.add(new LinkedHashMap<>());
    }
  }

  /**
   * Remembers that names lead to another.
   *
   * @param owners a chain that a rule matches
   * @param client a number that is the same for all questions of a client
   * @param ttl in seconds
   * @param now in nanoseconds
   */
  void put(List<String> owners, String target, long client, int ttl, long now) {
    long until = now + Math.clamp(ttl, SHORTEST, LONGEST) * SECOND;
    List<Chain> chains = byTarget.getOrDefault(target, List.of());
    for (Chain chain : chains) {
      if (chain.owners().getFirst().equals(owners.getFirst())) {
        if (chain.owners().equals(owners) && chain.until() - until > -SHORTEST * SECOND / 2) {
          return;
        }
        remove(chain);
        break;
      }
    }
    if (chains.size() >= MOST_CHAINS) {
      remove(chains.getFirst());
    } else if (size == MOST) {
      remove(oldest());
    }
    add(new Chain(target, List.copyOf(owners), (int) (client & (CLIENTS - 1)), until));
  }

  /** The chains that lead to a name now. */
  List<List<String>> to(String target, long now) {
    if (size == 0) {
      return List.of();
    }
    List<Chain> chains = byTarget.get(target);
    if (chains == null) {
      return List.of();
    }
    List<List<String>> found = new ArrayList<>(chains.size());
    for (Chain chain : List.copyOf(chains)) {
      if (chain.until() - now > 0) {
        found.add(chain.owners());
      } else {
        remove(chain);
      }
    }
    return found;
  }

  /** The chain that an alias and an answer about its target make. */
  static List<String> joined(List<String> owners, List<String> names) {
    List<String> chain = new ArrayList<>(owners);
    chain.addAll(names);
    return List.copyOf(chain);
  }

  int size() {
    return size;
  }

  private void add(Chain chain) {
    byTarget.computeIfAbsent(chain.target(), _ -> new ArrayList<>(1)).add(chain);
    byClient.get(chain.client()).put(chain.key(), chain);
    size++;
  }

  private void remove(Chain chain) {
    List<Chain> chains = byTarget.get(chain.target());
    if (chains != null && chains.remove(chain)) {
      if (chains.isEmpty()) {
        byTarget.remove(chain.target());
      }
      byClient.get(chain.client()).remove(chain.key());
      size--;
    }
  }

  /** The oldest of the bucket that has most. */
  private Chain oldest() {
    LinkedHashMap<Key, Chain> fullest = byClient.getFirst();
    for (LinkedHashMap<Key, Chain> bucket : byClient) {
      if (bucket.size() > fullest.size()) {
        fullest = bucket;
      }
    }
    return fullest.firstEntry().getValue();
  }
}
