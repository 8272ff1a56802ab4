package waymark.kernel.links;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import waymark.kernel.model.Marks;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;

/**
 * The number of each link. A link keeps its number over changes of the policy and restarts, because
 * living connections keep it.
 */
public final class LinkNumbers {
  /** The number of {@code direct}. */
  public static final int DIRECT = 1;

  /** Enough for every link that a host has had. */
  private static final int MOST = 10_000;

  private final Map<String, Integer> numbers;

  private LinkNumbers(Map<String, Integer> numbers) {
    this.numbers = numbers;
  }

  /**
   * Numbers these links: known links keep their number, and new ones get an unused one.
   *
   * @param kept what {@link #kept} gave before, or an empty map
   * @param marks which numbers there are
   * @throws IllegalArgumentException when there are more links than numbers
   */
  public static LinkNumbers of(List<Link> links, Map<String, String> kept, Marks marks) {
    Map<String, Integer> numbers = new HashMap<>();
    Map<Integer, String> taken = new TreeMap<>();
    kept.forEach(
        (name, number) -> {
          // The marks may have had more numbers before.
          if (marks.isNumber(Integer.parseInt(number))) {
            taken.put(Integer.valueOf(number), name);
          }
        });
    taken.put(DIRECT, Link.DIRECT.name());
    taken.forEach((number, name) -> numbers.put(name, number));
    for (Link link : links) {
      if (!link.isBlock() && !numbers.containsKey(link.name())) {
        int number = free(links, taken, marks);
        numbers.remove(taken.put(number, link.name()));
        numbers.put(link.name(), number);
      }
    }
    return new LinkNumbers(numbers);
  }

  /**
   * A number that no link ever had, since connections may outlive a link; else one of a link that
   * is gone.
   */
  private static int free(List<Link> links, Map<Integer, String> taken, Marks marks) {
    for (int number = DIRECT + 1; number < marks.values() && number < MOST; number++) {
      if (!taken.containsKey(number) && marks.isNumber(number)) {
        return number;
      }
    }
    Set<String> living = new HashSet<>();
    links.forEach(link -> living.add(link.name()));
    for (Map.Entry<Integer, String> entry : taken.entrySet()) {
      if (entry.getKey() != DIRECT && !living.contains(entry.getValue())) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException(
        "there are more links than marks.mask, marks.tables and marks.priority leave room for");
  }

  /** As a file keeps them. */
  public Map<String, String> kept() {
    Map<String, String> kept = new TreeMap<>();
    numbers.forEach((name, number) -> kept.put(name, Integer.toString(number)));
    return kept;
  }

  /** Every number that a connection may have. */
  public Set<Integer> all() {
    return Set.copyOf(numbers.values());
  }

  /** The name of the link that has a number; empty when none has. */
  public Optional<String> name(int number) {
    for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
      if (entry.getValue() == number) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /** The number of a link; {@code block} has 0, for no connection of it lives. */
  public int of(Link link) {
    if (link.isBlock()) {
      return 0;
    }
    Integer number = numbers.get(link.name());
    if (number == null) {
      throw new IllegalArgumentException("link '" + link.name() + "' has no number");
    }
    return number;
  }

  /**
   * The numbers of links that another policy removes or moves to another interface.
   *
   * @param primary gives an interface's own name for any of its names
   */
  public Set<Integer> gone(Policy before, Policy after, UnaryOperator<String> primary) {
    Map<String, String> devices = new HashMap<>();
    InterfaceLinks.of(after)
        .forEach(link -> devices.put(link.name(), primary.apply(InterfaceLinks.device(link))));
    Set<Integer> gone = new HashSet<>();
    for (Link link : InterfaceLinks.of(before)) {
      if (!primary.apply(InterfaceLinks.device(link)).equals(devices.get(link.name()))) {
        gone.add(of(link));
      }
    }
    return gone;
  }

  /** The marks of these links, by their names. */
  public Map<String, Integer> marks(List<Link> links, Marks marks) {
    Map<String, Integer> byName = new HashMap<>();
    for (Link link : links) {
      byName.put(link.name(), marks.mark(of(link)));
    }
    return byName;
  }

  /**
   * What a decision is called in the kernel: the numbers of its links in order, or {@code x} and a
   * hash where it is more than that. The names of users never reach the kernel, and a decision is
   * called alike after a restart.
   */
  public String target(Decision decision) {
    if (decision.branches().size() == 1) {
      StringBuilder text = new StringBuilder();
      boolean plain = true;
      for (Outlet outlet : decision.branches().getFirst().to()) {
        if (outlet instanceof Link link) {
          text.append(text.isEmpty() ? "" : "_").append(of(link));
        } else {
          plain = false;
        }
      }
      if (plain) {
        return text.toString();
      }
    }
    StringBuilder text = new StringBuilder();
    for (Decision.Branch branch : decision.branches()) {
      text.append(branch.scope().ports()).append(branch.scope().clients());
      for (Outlet outlet : branch.to()) {
        switch (outlet) {
          case Link link -> text.append(of(link));
          case Group group -> {
            // Two groups may be alike but for their names, and are not the same all the same.
            text.append(group.name()).append(group.strategy());
            group.links().forEach(link -> text.append('.').append(of(link)));
          }
        }
        text.append(',');
      }
    }
    return "x" + hash(text);
  }

  /** FNV-1a, 64 bits. */
  public static String hash(CharSequence text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
