package waymark.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/**
 * Finds the rows that a filter wants, hashed ones as well, and shows in the clear what the filter
 * names.
 */
final class RowMatcher {
  private final RowFilter filter;

  /** The name's hash, and that of the client where it is one address; empty without the key. */
  private final String hashedName;

  private final String hashedClient;

  RowMatcher(RowFilter filter, Optional<Pseudonyms> pseudonyms) {
    this.filter = filter;
    hashedName =
        filter.name().isEmpty() ? "" : pseudonyms.map(key -> key.name(filter.name())).orElse("");
    hashedClient =
        filter
            .client()
            .filter(network -> network.prefix() == network.base().width())
            .flatMap(network -> pseudonyms.map(key -> key.address(network.base())))
            .orElse("");
  }

  /** Whether a block of these times may have such rows. */
  boolean mayBeIn(BlockHeader block) {
    return block.until() >= millis(filter.since(), Long.MIN_VALUE)
        && block.from() <= millis(filter.until(), Long.MAX_VALUE);
  }

  private static long millis(Instant time, long beyond) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return beyond;
    }
  }

  /** The row as it is shown; empty where it is not wanted. */
  Optional<KeptRow> match(KeptRow row) {
    if (row.at().isBefore(filter.since())
        || !row.at().isBefore(filter.until())
        || (filter.denied() && !(row.fate() instanceof KeptRow.Denied))
        || (!filter.rule().isEmpty() && !filter.rule().equals(row.rule()))
        || (!filter.link().isEmpty() && !filter.link().equals(row.link()))) {
      return Optional.empty();
    }
    boolean hashed = row.client().startsWith("#");
    if (filter.client().isPresent() && !isOf(filter.client().get(), row.client(), hashed)) {
      return Optional.empty();
    }
    String name = hashed ? hashedName : filter.name();
    if (!filter.name().isEmpty() && (name.isEmpty() || !isAmong(row.names(), name))) {
      return Optional.empty();
    }
    return Optional.of(hashed ? inTheClear(row) : row);
  }

  private boolean isOf(Network wanted, String client, boolean hashed) {
    if (hashed) {
      return client.equals(hashedClient);
    }
    try {
      return wanted.contains(Address.parse(client));
    } catch (SyntaxException e) {
      return false;
    }
  }

  private static boolean isAmong(List<String> names, String wanted) {
    for (String name : names) {
      if (isBelow(name, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String name, String wanted) {
    int length = name.length() - wanted.length();
    return name.endsWith(wanted) && (length == 0 || name.charAt(length - 1) == '.');
  }

  private KeptRow inTheClear(KeptRow row) {
    List<String> names = new ArrayList<>(row.names().size());
    for (String name : row.names()) {
      boolean named = !hashedName.isEmpty() && isBelow(name, hashedName);
      names.add(
          named ? name.substring(0, name.length() - hashedName.length()) + filter.name() : name);
    }
    boolean client = row.client().equals(hashedClient);
    return row.named(
        names, client ? filter.client().orElseThrow().base().toString() : row.client());
  }
}
