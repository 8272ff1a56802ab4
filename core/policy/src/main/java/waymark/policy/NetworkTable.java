package waymark.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The networks of all rules as disjoint pieces, each already decided.
 *
 * <p>Networks are either disjoint or one within the other. So, in order of their first address, a
 * stack of those that are open at an address tells who wins there:
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

  private record Entry(Network network, Claim claim) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return network.compareTo(other.network);
    }
  }

  /** A network that is open, and who wins in it where nothing smaller does. */
  private record Open(Address last, Claim winner) {}

  private record Piece(Address first, Address last, Claim claim) {}

  private final Address[] firsts;
  private final Address[] lasts;
  private final Claim[] claims;

  NetworkTable(List<Rule> rules) {
    List<Entry> ipv4 = new ArrayList<>();
    List<Entry> ipv6 = new ArrayList<>();
    for (int order = 0; order < rules.size(); order++) {
      Rule rule = rules.get(order);
      for (int place = 0; place < rule.networks().size(); place++) {
        Network network = rule.networks().get(place);
        Claim claim = claim(rule, order, place);
        (network.base().isIpv4() ? ipv4 : ipv6).add(new Entry(network, claim));
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
    claims = new Claim[pieces.size()];
    for (int i = 0; i < claims.length; i++) {
      firsts[i] = pieces.get(i).first;
      lasts[i] = pieces.get(i).last;
      claims[i] = pieces.get(i).claim;
    }
  }

  private static Claim claim(Rule rule, int order, int place) {
    int prefix = rule.networks().get(place).prefix();
    long precedence = Precedence.ofNetwork(rule.weight(), order, prefix);
    return new Claim(rule, Specificity.NETWORK, precedence, place);
  }

  private static List<Piece> pieces(List<Entry> entries) {
    Collections.sort(entries);
    Sweep sweep = new Sweep();
    for (Entry entry : entries) {
      sweep.enter(entry);
    }
    return sweep.end();
  }

  /** Goes through the networks of one family in order. */
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
      Claim winner = entry.claim;
      if (!open.isEmpty()) {
        Claim around = open.element().winner;
        if (cursor.compareTo(first) < 0) {
          add(first.previous(), around);
        }
        winner = around.beats(winner) ? around : winner;
      }
      cursor = first;
      open.push(new Open(entry.network.last(), winner));
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
        add(left.last, left.winner);
        cursor = left.last.next();
        pastLast = cursor.high() == 0 && cursor.low() == 0;
      }
    }

    /** Decides from the cursor to an address. */
    private void add(Address last, Claim claim) {
      if (!pieces.isEmpty()) {
        Piece before = pieces.getLast();
        if (before.claim.equals(claim) && before.last.next().equals(cursor)) {
          pieces.set(pieces.size() - 1, new Piece(before.first, last, claim));
          return;
        }
      }
      pieces.add(new Piece(cursor, last, claim));
    }
  }

  /** Takes the IPv4 addresses, which lie in {@code ::ffff:0:0/96}, out of an IPv6 piece. */
  private static void cut(Piece piece, List<Piece> below, List<Piece> above) {
    if (piece.first.compareTo(BEFORE_IPV4) <= 0) {
      Address last = piece.last.compareTo(BEFORE_IPV4) < 0 ? piece.last : BEFORE_IPV4;
      below.add(new Piece(piece.first, last, piece.claim));
    }
    if (piece.last.compareTo(AFTER_IPV4) >= 0) {
      Address first = piece.first.compareTo(AFTER_IPV4) > 0 ? piece.first : AFTER_IPV4;
      above.add(new Piece(first, piece.last, piece.claim));
    }
  }

  /** The claim that wins an address, or the other where no network has it. */
  Claim winner(Address address, Claim otherwise) {
    int found = Arrays.binarySearch(firsts, address);
    int index = found >= 0 ? found : -found - 2;
    return index >= 0 && address.compareTo(lasts[index]) <= 0 ? claims[index] : otherwise;
  }

  /** Every claim to an address, the strongest of each rule, the strongest first. */
  static List<Claim> all(List<Rule> rules, Address address) {
    Claims found = Claims.NONE;
    for (int order = 0; order < rules.size(); order++) {
      Rule rule = rules.get(order);
      for (int place = 0; place < rule.networks().size(); place++) {
        if (rule.networks().get(place).contains(address)) {
          found = found.with(claim(rule, order, place));
        }
      }
    }
    return found.best();
  }

  /** The pieces, joined where neighbours of one family go to the same links. */
  List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    int at = 0;
    while (at < claims.length) {
      int end = at;
      while (end + 1 < claims.length
          && firsts[end + 1].equals(lasts[end].next())
          && firsts[end + 1].isIpv4() == firsts[at].isIpv4()
          && claims[end + 1].rule().to().equals(claims[at].rule().to())) {
        end++;
      }
      intervals.add(new Interval(firsts[at], lasts[end], claims[at]));
      at = end + 1;
    }
    return List.copyOf(intervals);
  }
}
