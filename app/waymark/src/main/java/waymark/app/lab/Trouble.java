package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import waymark.app.lab.SiteAddresses.Block;

/**
 * Something goes wrong, and an operator looks at it with Waymark's commands.
 *
 * @param title of the scenario
 * @param steps what goes wrong, and what the commands say
 */
record Trouble(String title, BiConsumer<Lab, Trouble> steps) implements Scenario {
  private static final int LOOKS = 100;
  private static final String DENIED = "www.wanted.example";
  private static final int API_PORT = 8089;
  private static final List<String> RULES =
      List.of("- { name: only, to: isp2, networks: [198.19.110.0/24] }");

  /** All of them. */
  static List<Scenario> all() {
    return List.of(
        new Trouble("broken file", Trouble::brokenFile),
        new Trouble("missing list", Trouble::missingList),
        new Trouble("denied names", Trouble::deniedNames),
        new Trouble("shared address, explained", Trouble::sharedAddress),
        new Trouble("lost link", Trouble::lostLink),
        new Trouble("failed start", Trouble::failedStart));
  }

  @Override
  public void play(Lab lab) {
    steps.accept(lab, this);
  }

  private static void brokenFile(Lab lab, Trouble trouble) {
    String broken = lab.router().file("broken.yaml", "defualt: direct\n" + lab.router().rest());
    trouble.command(lab, 0, "", "status", "-c", broken);
    trouble.command(lab, 0, "", "events", "-c", broken);
    trouble.command(lab, 2, "did you mean 'default'?", "apply", "-c", broken);
  }

  private static void missingList(Lab lab, Trouble trouble) {
    String lists = "lists:\n  ads: { file: missing.txt }\n";
    List<String> rules = List.of("- { name: ads, to: block, lists: [ads] }");
    String file = lab.router().file("missing.yaml", lab.router().configuration("", lists, rules));
    trouble.command(lab, 2, "missing.txt", "check", "-c", file);
    trouble.command(lab, 2, "missing.txt", "apply", "-c", file);
  }

  private static void deniedNames(Lab lab, Trouble trouble) {
    String denying = "default: block\n";
    lab.router().apply("", denying, RULES);
    lab.zone().put(DENIED, lab.addresses().ipv4(Block.EITHER));
    trouble.visit(lab, Uplink.REFUSED, "no rule allows it");
    String rule =
        "- { name: allow-www-wanted-example, to: direct, domains: ["
            + DENIED
            + "], ports: [tcp/80] }";
    trouble.command(lab, 0, rule, "denied", "-c", Router.CONFIGURATION.toString());
    trouble.command(lab, 0, DENIED, "events", "-c", Router.CONFIGURATION.toString());
    lab.router().apply("", denying, List.of(RULES.getFirst(), rule));
    trouble.visit(lab, Uplink.ISP1, "by the rule that was proposed");
  }

  private void visit(Lab lab, Uplink expected, String note) {
    Uplink taken =
        lab.client()
            .run(
                () ->
                    lab.visitor()
                        .visit(Browser.BY_IPV4.ask(DENIED, DnsRecord.A).addresses().getFirst()));
    add(lab, DENIED, expected.word(), taken.word(), taken == expected, note);
  }

  private static void sharedAddress(Lab lab, Trouble trouble) {
    lab.router()
        .apply(
            "",
            "",
            List.of(
                "- { name: light, to: isp1, domains: [light.shop.example] }",
                "- { name: heavy, to: isp2, weight: 5, domains: [heavy.shop.example] }"));
    InetAddress address = lab.addresses().ipv4(Block.EITHER);
    for (String name : List.of("light.shop.example", "heavy.shop.example")) {
      lab.zone().put(name, address);
      lab.client().run(() -> Browser.BY_IPV4.ask(name, DnsRecord.A));
    }
    String file = Router.CONFIGURATION.toString();
    Uplink taken = lab.visit(address);
    trouble.add(lab, address.getHostAddress(), "isp2", taken.word(), taken == Uplink.ISP2, "");
    trouble.command(lab, 0, "isp2", "explain", address.getHostAddress(), "-c", file);
    trouble.command(lab, 0, "light.shop.example", "conflicts", "-c", file);
  }

  private static void lostLink(Lab lab, Trouble trouble) {
    lab.router().apply("", "", RULES);
    String file = Router.CONFIGURATION.toString();
    lab.second().down();
    trouble.command(lab, 0, "down     isp2: ", "events", "-c", file);
    trouble.command(lab, 0, "is refused", "explain", "198.19.110.1", "-c", file);
    lab.second().up();
    trouble.command(lab, 0, "up       isp2", "events", "-c", file);
  }

  private static void failedStart(Lab lab, Trouble trouble) {
    lab.router().remove();
    ServerSocket taken = lab.inRouter().run(() -> new ServerSocket(API_PORT));
    try (taken) {
      String file =
          lab.router()
              .file("port.yaml", lab.router().configuration("", "api: { listen: 8089 }\n", RULES));
      SystemCommand.Result run = lab.router().waymark("run", "--no-watch", "-c", file);
      trouble.add(
          lab,
          "waymark run, its port is in use",
          "exit 1",
          "exit " + run.exit(),
          run.exit() == 1,
          "");
      String left = lab.router().kernel();
      trouble.add(
          lab,
          "what it left in the kernel",
          "nothing",
          left.isEmpty() ? "nothing" : left,
          left.isEmpty(),
          "");
    } catch (IOException e) {
      throw new LabException("cannot close a port: " + e.getMessage(), e);
    }
    lab.startRouterWith(lab.router().configuration("", "", RULES));
  }

  /** Runs a command until it says what it should, or not. */
  private void command(Lab lab, int exit, String text, String... words) {
    SystemCommand.Result result = lab.router().waymark(words);
    for (int i = 0; i < LOOKS && !result.output().contains(text); i++) {
      pause();
      result = lab.router().waymark(words);
    }
    boolean says = result.output().contains(text);
    add(
        lab,
        "waymark " + words[0],
        "exit " + exit,
        "exit " + result.exit() + (says ? "" : ", does not say it"),
        result.exit() == exit && says,
        text.isEmpty() ? "" : "says: " + text.strip());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private void add(
      Lab lab, String asked, String expected, String taken, boolean right, String note) {
    lab.add(Row.of(title, asked, "-", expected, taken, 0, Outcome.of(right), note));
  }
}
