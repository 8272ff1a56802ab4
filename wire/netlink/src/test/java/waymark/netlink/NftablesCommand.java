package waymark.netlink;

/** The nft command: the oracle of these tests. */
final class NftablesCommand {
  private NftablesCommand() {}

  /** Runs a script of the nft language, and answers what it prints. */
  static String nft(String script) {
    return ShellCommand.run("nft -f - <<'END'\n" + script + "\nEND");
  }

  static String list(String what) {
    return nft("list " + what);
  }
}
