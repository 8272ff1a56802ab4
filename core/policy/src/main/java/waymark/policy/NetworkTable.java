package waymark.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * The networks of all rules as disjoint pieces, each with the claims that decide in it.
 *
 * <p>Two networks are either disjoint, or one contains the other. So a sweep in order of the first
 * address needs only a stack of the networks that contain the current address:
 *
 * <pre>
 *   ├──────── 10.0.0.0/8  weak ────────┤
 *        ├─ 10.1.0.0/16 strong ─┤
 *           ├ 10.1.1.0/24 weak ┤              loses although it is longer
 *   ├weak┼────── strong ────────┼─weak─┤
 * </pre>
 */
final class NetworkTable {
  private static final Address BEFORE_IPV4 = Address.ofIpv4(0).previous();
  private static final Address AFTER_IPV4 = Address.ofIpv4(-1).next();

  /** A network, and its claim as a list of one. */
  private record Entry(Network network, List<Claim> claims) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return network.compareTo(other.network);
    }
  }

  /**
   * A network that contains the cursor, and the claims that decide where no smaller network does.
   */
  private record Open(Address last, List<Claim> decisive) {}

  private record Piece(Address first, Address last, List<Claim> decisive) {}

  private final Address[] firsts;
  private final Address[] lasts;
  private final List<List<Claim>> decisive;
  private final List<Claim> otherwise;

  NetworkTable(List<Rule> rules, Claim fallback) {
    otherwise = List.of(fallback);
    List<Entry> ipv4 = new ArrayList<>();
    List<Entry> ipv6 = new ArrayList<>();
    for (int order = 0; order < rules.size(); order++) {
      Rule rule = rules.get(order);
      for (int place = 0; place < rule.networks().size(); place++) {
        Network network = rule.networks().get(place);
        Entry entry = new Entry(network, List.of(claim(rule, order, place)));
        (network.base().isIpv4() ? ipv4 : ipv6).add(entry);
      }
      for (int place = 0; place < rule.areas().size(); place++) {
        List<Claim> claims = List.of(areaClaim(rule, order, place));
        for (Network network : rule.areas().get(place).networks()) {
          (network.base().isIpv4() ? ipv4 : ipv6).add(new Entry(network, claims));
        }
      }
    }
    List<Piece> pieces = new ArrayList<>();
    List<Piece> above = new ArrayList<>();
    for (Piece piece : pieces(ipv6)) {
      cut(piece, pieces, above);
    }
    pieces.addAll(pieces(ipv4));
    pieces.addAll(above);
    firsts = new Address[pieces.size()];
    lasts = new Address[pieces.size()];
    decisive = new ArrayList<>(pieces.size());
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = pieces.get(i).first;
      lasts[i] = pieces.get(i).last;
      decisive.add(ended(pieces.get(i).decisive, fallback));
    }
  }

  /** Adds the default for connections that no rule's scope covers. */
  private static List<Claim> ended(List<Claim> claims, Claim fallback) {
    if (claims.getLast().rule().scope().isAll()) {
      return claims;
    }
    List<Claim> ended = new ArrayList<>(claims);
    ended.add(fallback);
    return List.copyOf(ended);
  }

  /** The claims that decide after one more is added; the strongest first. */
  private static List<Claim> merged(List<Claim> around, List<Claim> one) {
    Claim claim = one.getFirst();
    List<Claim> merged = new ArrayList<>(around.size() + 1);
    int at = 0;
    while (at < around.size() && around.get(at).beats(claim)) {
      Claim stronger = around.get(at++);
      if (stronger.rule().scope().isAll() || stronger.order() == claim.order()) {
        return around;
      }
      merged.add(stronger);
    }
    if (at == 0 && claim.rule().scope().isAll()) {
      return one;
    }
    merged.add(claim);
    if (!claim.rule().scope().isAll()) {
      for (; at < around.size(); at++) {
        if (around.get(at).order() != claim.order()) {
          merged.add(around.get(at));
        }
      }
    }
    return List.copyOf(merged);
  }

  private static Claim claim(Rule rule, int order, int place) {
    int prefix = rule.networks().get(place).prefix();
    long precedence = Precedence.ofNetwork(rule.weight(), order, prefix);
    return new Claim(rule, Specificity.NETWORK, precedence, place);
  }

  private static Claim areaClaim(Rule rule, int order, int place) {
    return new Claim(rule, Specificity.AREA, Precedence.ofArea(rule.weight(), order), place);
  }

  private static List<Piece> pieces(List<Entry> entries) {
    Collections.sort(entries);
    Sweep sweep = new Sweep();
    for (Entry entry : entries) {
      sweep.enter(entry);
    }
    return sweep.end();
  }

  /** Sweeps over the networks of one family in order. */
  private static final class Sweep {
    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private Address cursor = new Address(0, 0);
    private boolean pastLast;

    void enter(Entry entry) {
      Address first = entry.network.first();
      while (!open.isEmpty() && open.element().last.compareTo(first) < 0) {
        leave();
      }
      List<Claim> decisive = entry.claims;
      if (!open.isEmpty()) {
        List<Claim> around = open.element().decisive;
        if (cursor.compareTo(first) < 0) {
          add(first.previous(), around);
        }
        decisive = merged(around, decisive);
      }
      cursor = first;
      open.push(new Open(entry.network.last(), decisive));
    }

    List<Piece> end() {
      while (!open.isEmpty()) {
        leave();
      }
      return pieces;
    }

    private void leave() {
      Open left = open.pop();
      if (!pastLast && cursor.compareTo(left.last) <= 0) {
        add(left.last, left.decisive);
        cursor = left.last.next();
        pastLast = cursor.high() == 0 && cursor.low() == 0;
      }
    }

    /** Adds the piece from the cursor to an address. */
    private void add(Address last, List<Claim> decisive) {
      if (!pieces.isEmpty()) {
        Piece before = pieces.getLast();
        if (before.decisive.equals(decisive) && before.last.next().equals(cursor)) {
          pieces.set(pieces.size() - 1, new Piece(before.first, last, decisive));
          return;
        }
      }
      pieces.add(new Piece(cursor, last, decisive));
    }
  }

  /** Cuts the IPv4 addresses, which are {@code ::ffff:0:0/96}, out of an IPv6 piece. */
  private static void cut(Piece piece, List<Piece> below, List<Piece> above) {
    if (piece.first.compareTo(BEFORE_IPV4) <= 0) {
      Address last = piece.last.compareTo(BEFORE_IPV4) < 0 ? piece.last : BEFORE_IPV4;
      below.add(new Piece(piece.first, last, piece.decisive));
    }
    if (piece.last.compareTo(AFTER_IPV4) >= 0) {
      Address first = piece.first.compareTo(AFTER_IPV4) > 0 ? piece.first : AFTER_IPV4;
      above.add(new Piece(first, piece.last, piece.decisive));
    }
  }

  /**
   * The claims that decide about an address, the strongest first. The last claim, and no other,
   * covers all connections.
   */
  List<Claim> decisive(Address address) {
    int found = Arrays.binarySearch(firsts, address);
    int index = found >= 0 ? found : -found - 2;
    return index >= 0 && address.compareTo(lasts[index]) <= 0 ? decisive.get(index) : otherwise;
  }

  /** The strongest claim of each rule to an address, the strongest first. */
  static List<Claim> all(List<Rule> rules, Address address) {
    Claims found = Claims.NONE;
    for (int order = 0; order < rules.size(); order++) {
      Rule rule = rules.get(order);
      for (int place = 0; place < rule.areas().size(); place++) {
        if (rule.areas().get(place).networks().stream().anyMatch(n -> n.contains(address))) {
          found = found.with(areaClaim(rule, order, place));
        }
      }
      for (int place = 0; place < rule.networks().size(); place++) {
        if (rule.networks().get(place).contains(address)) {
          found = found.with(claim(rule, order, place));
        }
      }
    }
    return found.best();
  }

  /** The pieces; adjacent pieces of one family with the same decision are joined. */
  List<Interval> intervals(Function<List<Claim>, Decision> decide) {
    List<Interval> intervals = new ArrayList<>();
    int at = 0;
    while (at < firsts.length) {
      Decision decision = decide.apply(decisive.get(at));
      int end = at;
      while (end + 1 < firsts.length
          && firsts[end + 1].equals(lasts[end].next())
          && firsts[end + 1].isIpv4() == firsts[at].isIpv4()
          && decide.apply(decisive.get(end + 1)).equals(decision)) {
        end++;
      }
      intervals.add(new Interval(firsts[at], lasts[end], decision, decisive.get(at).getFirst()));
      at = end + 1;
    }
    return List.copyOf(intervals);
  }
}
