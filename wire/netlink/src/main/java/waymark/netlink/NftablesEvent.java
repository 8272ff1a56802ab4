package waymark.netlink;

import java.util.List;

/** A change of the ruleset, by whomever. */
public sealed interface NftablesEvent {
  /** Whether it came or went. A change of what is there comes as NEW. */
  enum Change {
    NEW,
    DELETED
  }

  record TableChanged(Change change, NftablesTable table) implements NftablesEvent {}

  record ChainChanged(Change change, NftablesChain chain) implements NftablesEvent {}

  record RuleChanged(Change change, NftablesRule rule) implements NftablesEvent {}

  record SetChanged(Change change, NftablesSet set) implements NftablesEvent {}

  record ElementsChanged(
      Change change,
      NftablesFamily family,
      String table,
      String set,
      List<NftablesElement> elements)
      implements NftablesEvent {
    public ElementsChanged {
      elements = List.copyOf(elements);
    }
  }

  /** The end of a transaction: all of its other events came before, and who made it. */
  record Committed(NftablesGeneration generation) implements NftablesEvent {}

  /** A change of something else, such as a counter or a flow table. */
  record Other(int type) implements NftablesEvent {}
}
