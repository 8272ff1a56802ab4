package waymark.app.cli;

/** Options that several commands have. */
public final class Options {
  public static final String JSON = "--json";
  public static final String CONFIG = "-c";
  public static final String STATE = "--state";
  public static final String YES = "--yes";
  static final String HELP = "-h";

  private Options() {}

  public static Option json() {
    return Option.flag(JSON, "Print JSON.");
  }

  public static Option yes() {
    return Option.flag(YES, "Proceed even if the policy would cut off your session.");
  }

  public static Option config() {
    return Option.value(
            CONFIG,
            new Parameter.File("FILE"),
            "Use this configuration file instead of ./waymark.yaml or /etc/waymark/waymark.yaml.")
        .or("--config");
  }

  public static Option state() {
    return Option.value(
        STATE,
        new Parameter.Folder("DIR"),
        "Find the daemon by its state folder; no configuration is read for it.");
  }

  public static Option help() {
    return Option.flag(HELP, "Print this help.").or("--help");
  }
}
