package waymark.app;

/** The options that several commands have. */
final class Options {
  static final String JSON = "--json";
  static final String CONFIG = "-c";

  private Options() {}

  static Option json() {
    return Option.flag(JSON, "Prints JSON, for machines.");
  }

  static Option config() {
    return Option.value(
            CONFIG,
            "FILE",
            "The configuration; else ./waymark.yaml where there is one, else"
                + " /etc/waymark/waymark.yaml.")
        .or("--config");
  }
}
