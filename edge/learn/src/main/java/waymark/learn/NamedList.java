package waymark.learn;

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

  @Override
  default String title() {
    return "list '" + name() + "'";
  }
}
