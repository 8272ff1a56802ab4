package waymark.app;

/** The options that several commands have. */
final class Options {
  static final String JSON = "--json";
  static final String CONFIG = "-c";
  static final String YES = "--yes";

  private Options() {}

  static Option json() {
    return Option.flag(JSON, "Prints JSON, for machines.");
  }

  static Option yes() {
    return Option.flag(YES, "Even if the policy cuts off the session that this is started from.");
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
