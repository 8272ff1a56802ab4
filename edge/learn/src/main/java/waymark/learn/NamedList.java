package waymark.learn;

import java.util.Optional;

/** A list of the configuration. */
public sealed interface NamedList extends Refreshable permits FileList, UrlList {
  /** The name of the list in the configuration. */
  String name();

  /**
   * The last good version, which the first call reads.
   *
   * @throws LearnException when there is none yet
   */
  ListContent content();

  /**
   * The copy on disk of the last list of this name, possibly from another source; empty if there is
   * none.
   */
  Optional<ListContent> last();

  /** The path of its file, or its URL without secrets. */
  String origin();

  ListFormat format();

  /** The version in use, or the copy on disk; empty when there is none. */
  Optional<ListVersion> version();

  /** Whether there is no version yet, because none has been fetched. */
  boolean isAwaited();

  @Override
  default String title() {
    return "list '" + name() + "'";
  }
}
