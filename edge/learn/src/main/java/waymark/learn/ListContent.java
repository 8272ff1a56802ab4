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
 * The content of a list.
 *
 * @param networks its networks as written, each once
 * @param broken the number of its invalid entries, which are ignored
 * @param first the first few invalid entries
 */
public record ListContent(
    Names names, List<Network> networks, int broken, List<BrokenEntry> first) {
  /** The most invalid entries that are reported. */
  public static final int TOLD = 10;

  public ListContent {
    networks = List.copyOf(networks);
    first = List.copyOf(first);
  }

  /** The number of names and networks. */
  public int size() {
    return names.size() + networks.size();
  }

  /** Whether the list has no names and networks. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Collects entries one by one. */
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
     * Adds a name.
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
     * Adds a network.
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
     * The collected entries.
     *
     * @throws LearnException when more entries are invalid than valid: then it is not a list of
     *     this format
     */
    ListContent build() {
      if (broken > good) {
        throw new LearnException(
            broken
                + " of "
                + (good + broken)
                + " entries are invalid, the first in "
                + first.get(0));
      }
      return new ListContent(names.build(), List.copyOf(networks), broken, first);
    }
  }
}
