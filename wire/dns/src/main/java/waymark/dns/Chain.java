package waymark.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The names from a question along its aliases, and behind them the targets of services, which lead
 * to addresses without being aliases.
 */
final class Chain {
  /** The most names of a chain, including the question's. */
  static final int MOST_NAMES = 16;

  private static final int MOST_PLACES = 2 * MOST_NAMES;

  private final Records records;
  private final int[] places = new int[MOST_PLACES];
  private final long[] hashes = new long[MOST_PLACES];
  private final int[] ttls = new int[MOST_PLACES];
  private final int[] depths = new int[MOST_PLACES];
  private int count;

  /** How many of the places are names; behind them are targets. */
  private int nameCount;

  private final String[] listed = new String[MOST_NAMES];
  private int listedCount;

  Chain(Records records) {
    this.records = records;
  }

  /** Follows the aliases from the question's name, and returns the names. */
  List<String> follow(int question) {
    count = 0;
    listedCount = 0;
    addName(question, records.hash(question), Integer.MAX_VALUE);
    if (records.hasAliases()) {
      followAliases();
    }
    nameCount = count;
    return switch (listedCount) {
      case 0 -> List.of();
      case 1 -> List.of(listed[0]);
      default -> {
        String[] names = new String[listedCount];
        System.arraycopy(listed, 0, names, 0, listedCount);
        yield List.of(names);
      }
    };
  }

  private void followAliases() {
    int last = 0;
    while (count < MOST_NAMES && followOne(last)) {
      last++;
    }
  }

  /** Follows the first alias of a name, and returns whether it leads to a new name. */
  private boolean followOne(int place) {
    for (int i = 0; i < records.count(); i++) {
      if (records.isAlias(i) && isOwner(i, place)) {
        int target = records.target(i);
        long hash = target == WireName.BROKEN ? WireName.BROKEN : records.hash(target);
        if (hash != WireName.BROKEN) {
          if (isKnown(target, hash)) {
            return false;
          }
          addName(target, hash, Math.min(ttls[place], records.ttl(i)));
          return true;
        }
      }
    }
    return false;
  }

  /** Adds the name that was hashed last. */
  private void addName(int at, long hash, int ttl) {
    byte[] text = records.text();
    if (text[0] != 0) {
      listed[listedCount++] = text(text);
    }
    add(at, hash, ttl, listedCount);
  }

  /** Adds the target of a name's service, unless it exists already or the chain is full. */
  void addTarget(int at, int ttl, int place) {
    long hash = records.hash(at);
    if (hash != WireName.BROKEN && count < MOST_PLACES && !isKnown(at, hash)) {
      add(at, hash, ttl, depths[place]);
    }
  }

  /** The names that were added as targets, without those that no rule can match. */
  List<Answer.Target> targets() {
    List<Answer.Target> targets = new ArrayList<>(count - nameCount);
    for (int i = nameCount; i < count; i++) {
      records.hash(places[i]);
      byte[] text = records.text();
      if (text[0] != 0) {
        targets.add(new Answer.Target(text(text), depths[i], ttls[i]));
      }
    }
    return targets;
  }

  private static String text(byte[] text) {
    return new String(text, 1, text[0] & 0xff, StandardCharsets.ISO_8859_1);
  }

  private void add(int at, long hash, int ttl, int depth) {
    places[count] = records.first(at);
    hashes[count] = hash;
    ttls[count] = ttl;
    depths[count] = depth;
    count++;
  }

  private boolean isKnown(int at, long hash) {
    for (int i = 0; i < count; i++) {
      if (hash == hashes[i] && records.isSame(at, places[i])) {
        return true;
      }
    }
    return false;
  }

  /** The index of the name that owns the record, or -1. */
  int placeOf(int record) {
    for (int i = count - 1; i >= 0; i--) {
      if (isOwner(record, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isOwner(int record, int place) {
    // compression mostly makes them the same bytes
    return records.owner(record) == places[place]
        || (records.ownerHash(record) == hashes[place]
            && records.isSame(records.owner(record), places[place]));
  }

  /** The minimum TTL of the aliases that lead to a name, in seconds. */
  int ttl(int place) {
    return ttls[place];
  }

  /** The minimum TTL of all aliases, in seconds. */
  int namesTtl() {
    return ttls[nameCount - 1];
  }

  /** How many of the names lead to a name. */
  int depth(int place) {
    return depths[place];
  }
}
