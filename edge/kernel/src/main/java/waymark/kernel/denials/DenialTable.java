package waymark.kernel.denials;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.kernel.model.Denial;
import waymark.policy.Address;

/**
 * What was refused of late, and what of it is to be told. Owned by one thread.
 *
 * <p>All its bounds are fixed. When it is full, the oldest entry of the client goes that has most
 * of them, so that a client that tries every port displaces nobody else's.
 */
final class DenialTable {
  /** The most entries. */
  static final int MOST = 1_000;

  /** The same client, address and port are explained and told once in this time. */
  static final long EVERY_MILLIS = 60_000;

  /** So many of a client are told in that time. */
  static final int TOLD_OF_CLIENT = 30;

  /** So many are told in that time in all. */
  static final int TOLD_IN_ALL = 300;

  /** What a packet needs. */
  enum Need {
    /** It is one more of those that are known. */
    NOTHING,
    /** Why it was refused is to be found out. */
    EXPLAIN,
    /** That too, and people are to be told. */
    TELL
  }

  /**
   * Why a packet was refused.
   *
   * @param name that led to its address; empty where it is not known
   */
  record Reason(Denial.Cause cause, String rule, String name) {
    private static final Reason UNKNOWN = new Reason(Denial.Cause.DEFAULT, "default", "");
  }

  private static final class Entry {
    private final RefusedPacket packet;
    private final long first;
    private long last;
    private long packets;
    private long explainedAt;
    private Reason reason = Reason.UNKNOWN;

    private Entry(RefusedPacket packet, long now) {
      this.packet = packet;
      first = now;
      explainedAt = now - EVERY_MILLIS;
    }

    private Denial denial() {
      return new Denial(
          packet.client(),
          packet.address(),
          packet.protocol(),
          packet.port(),
          reason.cause(),
          reason.rule(),
          reason.name(),
          packets,
          first,
          last);
    }
  }

  /** The entries of each client, the one that was seen last at the end. */
  private final Map<Address, LinkedHashMap<RefusedPacket, Entry>> byClient = new HashMap<>();

  private final Map<Address, Integer> toldOf = new HashMap<>();
  private int size;
  private int told;
  private long countedFrom;

  /**
   * Counts a packet.
   *
   * @param now in milliseconds
   */
  Need add(RefusedPacket packet, long now) {
    Entry entry = remove(packet).orElseGet(() -> new Entry(packet, now));
    if (size == MOST) {
      remove(oldest());
    }
    entry.last = now;
    entry.packets++;
    byClient.computeIfAbsent(packet.client(), _ -> new LinkedHashMap<>()).put(packet, entry);
    size++;
    if (now - entry.explainedAt < EVERY_MILLIS) {
      return Need.NOTHING;
    }
    entry.explainedAt = now;
    return mayTellOf(packet.client(), now) ? Need.TELL : Need.EXPLAIN;
  }

  private boolean mayTellOf(Address client, long now) {
    if (now - countedFrom >= EVERY_MILLIS) {
      countedFrom = now;
      told = 0;
      toldOf.clear();
    }
    int ofClient = toldOf.getOrDefault(client, 0);
    if (told == TOLD_IN_ALL || ofClient == TOLD_OF_CLIENT) {
      return false;
    }
    told++;
    toldOf.put(client, ofClient + 1);
    return true;
  }

  /** The oldest of the client that has most. */
  private RefusedPacket oldest() {
    return byClient.values().stream()
        .max(Comparator.comparingInt(Map::size))
        .orElseThrow()
        .firstEntry()
        .getKey();
  }

  private Optional<Entry> remove(RefusedPacket packet) {
    LinkedHashMap<RefusedPacket, Entry> entries = byClient.get(packet.client());
    if (entries == null) {
      return Optional.empty();
    }
    Optional<Entry> removed = Optional.ofNullable(entries.remove(packet));
    size -= removed.isPresent() ? 1 : 0;
    if (entries.isEmpty()) {
      byClient.remove(packet.client());
    }
    return removed;
  }

  /** Takes in why a packet was refused; empty: it is no denial, and is forgotten. */
  void explain(RefusedPacket packet, Optional<Reason> reason) {
    LinkedHashMap<RefusedPacket, Entry> entries = byClient.get(packet.client());
    Entry entry = entries == null ? null : entries.get(packet);
    if (entry != null) {
      reason.ifPresentOrElse(it -> entry.reason = it, () -> remove(packet));
    }
  }

  /** All of them, the latest first. */
  List<Denial> denials() {
    List<Denial> denials = new ArrayList<>(size);
    byClient.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .forEach(entry -> denials.add(entry.denial()));
    denials.sort(Comparator.comparingLong(Denial::last).reversed());
    return denials;
  }
}
