package waymark.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waymark.policy.Address;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/**
 * Finds the rows that a filter wants, hashed ones as well, and shows in the clear what the filter
 * names.
 */
final class RowMatcher {
  private final RowFilter filter;

  /** What the bytes of a row have in them if its names may match; empty where any may. */
  private final List<byte[]> signs;

  /** What the bytes of a row have in them if its rule and link match. */
  private final List<byte[]> words;

  /** The name's hash, and that of the client where it is one address; empty without the key. */
  private final String hashedName;

  private final String hashedClient;

  RowMatcher(RowFilter filter, Optional<Pseudonyms> pseudonyms) {
    this.filter = filter;
    hashedName =
        filter.name().isEmpty() ? "" : pseudonyms.map(key -> key.name(filter.name())).orElse("");
    signs =
        filter.name().isEmpty()
            ? List.of()
            : pseudonyms
                .map(key -> List.of(bytes(filter.name()), key.ofName(bytes(filter.name()))))
                .orElse(List.of(bytes(filter.name())));
    words =
        Stream.of(filter.rule(), filter.link())
            .filter(word -> !word.isEmpty())
            .map(RowMatcher::bytes)
            .toList();
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

  /** Whether it is worth while to decode a row. */
  boolean mayMatch(byte[] bytes, int offset, int length) {
    if (filter.denied() && (bytes[offset] & RowEncoder.DENIAL) == 0) {
      return false;
    }
    for (byte[] word : words) {
      if (!isIn(word, bytes, offset, length)) {
        return false;
      }
    }
    for (byte[] sign : signs) {
      if (isIn(sign, bytes, offset, length)) {
        return true;
      }
    }
    return signs.isEmpty();
  }

  private static boolean isIn(byte[] sign, byte[] bytes, int offset, int length) {
    int end = offset + length - sign.length;
    for (int at = offset; at <= end; at++) {
      int same = 0;
      while (same < sign.length && bytes[at + same] == sign[same]) {
        same++;
      }
      if (same == sign.length) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
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
