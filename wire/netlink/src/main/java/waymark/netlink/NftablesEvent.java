package waymark.netlink;

import java.util.List;

/** A change of the ruleset by any process. */
public sealed interface NftablesEvent {
  /** Whether an object was added or deleted; a modified object is reported as NEW. */
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

  /** The end of a transaction, after all of its other events, with the process that made it. */
  record Committed(NftablesGeneration generation) implements NftablesEvent {}

  /** A change of another object, such as a counter or a flow table. */
  record Other(int type) implements NftablesEvent {}
}
