package waymark.app.cli;

/** The options that several commands have. */
public final class Options {
  public static final String JSON = "--json";
  public static final String CONFIG = "-c";
  public static final String YES = "--yes";

  private Options() {}

  public static Option json() {
    return Option.flag(JSON, "Prints JSON, for machines.");
  }

  public static Option yes() {
    return Option.flag(YES, "Even if the policy cuts off the session that this is started from.");
  }

  public static Option config() {
    return Option.value(
            CONFIG,
            "FILE",
            "The configuration; else ./waymark.yaml where there is one, else"
                + " /etc/waymark/waymark.yaml.")
        .or("--config");
  }
}
