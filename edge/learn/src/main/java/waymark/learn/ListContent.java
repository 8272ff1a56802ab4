package waymark.learn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/**
 * What a list says.
 *
 * @param networks as written, each once
 * @param broken how many of its entries are passed over because they say nothing
 * @param first the first few of those
 */
public record ListContent(
    Names names, List<Network> networks, int broken, List<BrokenEntry> first) {
  /** How many broken entries are told of. */
  public static final int TOLD = 10;

  public ListContent {
    networks = List.copyOf(networks);
    first = List.copyOf(first);
  }

  /** Names and networks together. */
  public int size() {
    return names.size() + networks.size();
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Takes entries one by one. */
  static final class Builder {
    private final Memory memory;
    private final Names.Builder names = new Names.Builder();
    private final Set<Network> networks = new LinkedHashSet<>();
    private final List<BrokenEntry> first = new ArrayList<>();
    private int expressions;
    private int good;
    private int broken;

    Builder() {
      this(Memory.OF_PROCESS);
    }

    Builder(Memory memory) {
      this.memory = memory;
    }

    /**
     * Takes a name.
     *
     * @throws LearnException when that is more than the memory carries
     */
    void add(NamePattern pattern) {
      names.add(pattern);
      good++;
      if (pattern instanceof NamePattern.Regex) {
        expressions++;
        memory.require(networks.size(), expressions);
      }
    }

    /**
     * Takes a network.
     *
     * @throws LearnException when that is more than the memory carries
     */
    void add(Network network) {
      networks.add(network);
      good++;
      memory.require(networks.size(), expressions);
    }

    void broken(int line, SyntaxException e) {
      broken(line, e.what(), e.expected());
    }

    void broken(int line, String what, String expected) {
      if (broken++ < TOLD) {
        String text = what.length() > 200 ? what.substring(0, 200) + "…" : what;
        first.add(new BrokenEntry(line, text, expected));
      }
    }

    /**
     * What was added.
     *
     * @throws LearnException when more is broken than good: then it is something else than a list
     *     of this format
     */
    ListContent build() {
      if (broken > good) {
        throw new LearnException(
            broken
                + " of "
                + (good + broken)
                + " entries are broken, the first in "
                + first.get(0));
      }
      return new ListContent(names.build(), List.copyOf(networks), broken, first);
    }
  }
}
