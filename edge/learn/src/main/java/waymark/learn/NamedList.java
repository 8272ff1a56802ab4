package waymark.learn;

import java.util.Optional;

/** A list of the configuration. */
public sealed interface NamedList extends Refreshable permits FileList, UrlList {
  /** Its name in the configuration. */
  String name();

  /**
   * The last good version; read at the first call.
   *
   * @throws LearnException when there is none yet
   */
  ListContent content();

  /**
   * What was kept on disk of the last list of this name, be it from elsewhere; empty when nothing
   * was.
   */
  Optional<ListContent> last();

  @Override
  default String title() {
    return "list '" + name() + "'";
  }
}
