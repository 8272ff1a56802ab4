package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Applied;
import waymark.api.PolicyFile;
import waymark.app.Captured;
import waymark.app.client.ConfigurationFile;
import waymark.console.Console;
import waymark.console.RequestOutcome;
import waymark.engine.Engine;
import waymark.journal.Journal;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;

/** A policy that is swapped while something else goes wrong. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class RunningPolicyKernelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Path folder;
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final Start start;
  private final KernelHost host;
  private final CheckedLinks links;
  private final Journal journal;
  private final Console console;
  private final RunningPolicy running;

  RunningPolicyKernelTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    KernelHost.prepare();
    start =
        Start.of(
            new ConfigurationFile(write("waymark.yaml", "first"), true), Captured.terminal(false));
    host = KernelHost.start(start.source().policy(), start.configuration().hostSettings());
    links = CheckedLinks.start(host, start.configuration());
    journal =
        Journal.open(
            start.configuration().state(), start.configuration().journal(), InstantSource.system());
    console =
        Console.open(
            start.configuration().state().resolve(Console.SOCKET), start.configuration().api());
    running =
        new RunningPolicy(
            host, links, journal, console, start, Map.of("OTHERWISE", "block"), PATIENCE);
  }

  @AfterEach
  void stop() {
    stuck.countDown();
    running.close();
    links.close();
    host.close();
    journal.close();
    console.close();
    KernelState.remove(start.configuration().hostSettings());
  }

  private Path write(String file, String rule) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        """
        links: { one: { interface: lo } }
        rules: [{ name: %s, to: one, networks: [203.0.113.0/24] }]
        learn: { dns: off }
        state: %s
        """
            .formatted(rule, folder.resolve("s")));
  }

  private RequestOutcome apply(String rule, long confirmWithin) throws IOException {
    return running.apply(new PolicyFile(write(rule + ".yaml", rule).toString(), confirmWithin));
  }

  private String inForce() throws Exception {
    return host.ask(Engine::policy).get(20, TimeUnit.SECONDS).rules().getFirst().name();
  }

  @Test
  void whatIsSaidToHaveFailedDoesNotComeIntoForceLater() throws Exception {
    host.ask(
        _ -> {
          try {
            return stuck.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(apply("second", 0))
        .isEqualTo(
            new RequestOutcome.Refused(
                new waymark.api.Problem(
                    "the engine did not answer in time", "see the daemon's log")));
    stuck.countDown();
    assertThat(inForce()).isEqualTo("first");
    assertThat(apply("second", 0)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(inForce()).isEqualTo("second");
  }

  @Test
  void aFileWhoseListIsMissingIsNotApplied() throws Exception {
    Path file = write("second.yaml", "second");
    String text = Files.readString(file).replace("to: one,", "to: one, lists: [work],");
    Files.writeString(file, text + "lists: { work: { file: work.txt } }\n");
    PolicyFile asked = new PolicyFile(file.toString(), 0);
    for (RequestOutcome outcome : List.of(running.apply(asked), running.plan(asked))) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              RequestOutcome.Wrong.class,
              wrong ->
                  assertThat(wrong.problems().problems())
                      .singleElement()
                      .satisfies(
                          problem ->
                              assertThat(problem.what())
                                  .endsWith("no file " + folder.resolve("work.txt"))));
    }
    assertThat(inForce()).isEqualTo("first");
    Files.writeString(folder.resolve("work.txt"), "work.example\n");
    assertThat(running.apply(asked)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(inForce()).isEqualTo("second");
  }

  @Test
  void aListThatIsStillToBeFetchedIsAWarning() throws Exception {
    Path file = write("second.yaml", "second");
    String text = Files.readString(file).replace("to: one,", "to: one, lists: [far],");
    Files.writeString(file, text + "lists: { far: { url: 'http://127.0.0.1:9/list' } }\n");
    assertThat(running.apply(new PolicyFile(file.toString(), 0)))
        .isInstanceOfSatisfying(
            RequestOutcome.Done.class,
            done ->
                assertThat(done.answer())
                    .isInstanceOfSatisfying(
                        Applied.class,
                        applied ->
                            assertThat(applied.warnings())
                                .containsExactly(
                                    "rule second is incomplete: list 'far' has not been fetched yet"
                                        + " from http://127.0.0.1:9/list")));
  }

  @Test
  void aTrialIsANoteOfTheStatusUntilItIsOver() throws Exception {
    assertThat(running.notes()).isEmpty();
    assertThat(apply("second", 600)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(running.notes())
        .singleElement()
        .asString()
        .startsWith("the policy of " + folder.resolve("second.yaml") + " is on trial")
        .endsWith(" s unless 'waymark apply --confirm' follows");
    assertThat(running.confirm()).isInstanceOf(RequestOutcome.Done.class);
    assertThat(running.notes()).isEmpty();
  }

  @Test
  void aDiskThatFailsDoesNotEndTheRollBack() throws Exception {
    assertThat(apply("second", 4)).isInstanceOf(RequestOutcome.Done.class);
    // What is kept cannot be changed: in the place of its file there is a folder.
    Path confirmed = folder.resolve("s/confirmed.yaml");
    Files.delete(confirmed);
    Files.createDirectories(confirmed.resolve("full"));
    awaitInForce("first");
    assertThat(apply("third", 0)).as("no trial is left").isInstanceOf(RequestOutcome.Done.class);
    assertThat(inForce()).isEqualTo("third");
  }

  @Test
  void whatNobodyConfirmedOfTheFileStaysRefusedWhileOthersAreTried() throws Exception {
    Path file = write("waymark.yaml", "second");
    assertThat(running.apply(new PolicyFile(file.toString(), 1)))
        .isInstanceOf(RequestOutcome.Done.class);
    awaitInForce("first");
    assertThat(apply("third", 1)).isInstanceOf(RequestOutcome.Done.class);
    awaitInForce("first");
    assertRefused(file, "first");
    assertThat(apply("third", 600)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(running.confirm()).isInstanceOf(RequestOutcome.Done.class);
    assertRefused(file, "third");
    assertThat(running.apply(new PolicyFile(file.toString(), 0)))
        .isInstanceOf(RequestOutcome.Done.class);
    assertThat(restarted(file).refused()).as("asked for").isEmpty();
    assertThat(inForce()).isEqualTo("second");
  }

  @Test
  void whatIsCopiedToTheFileWhileItIsOnTrialIsRefusedToo() throws Exception {
    Path file = write("waymark.yaml", "second");
    assertThat(running.apply(new PolicyFile(file.toString(), 1)))
        .isInstanceOf(RequestOutcome.Done.class);
    awaitInForce("first");
    assertThat(apply("third", 1)).isInstanceOf(RequestOutcome.Done.class);
    write("waymark.yaml", "third");
    assertThat(restarted(file).refused()).as("killed now").isPresent();
    awaitInForce("first");
    assertRefused(file, "first");
    assertThat(apply("third", 600)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(running.confirm()).isInstanceOf(RequestOutcome.Done.class);
    assertThat(restarted(file).refused()).as("confirmed from another file").isEmpty();
  }

  /** Neither the watch nor a restart takes the file as it is. */
  private void assertRefused(Path file, String instead) throws Exception {
    String before = inForce();
    assertThat(running.reload("the file was touched", false)).isEqualTo(FileWatch.Taken.DONE);
    assertThat(inForce()).isEqualTo(before);
    Start next = restarted(file);
    assertThat(next.refused()).isPresent();
    assertThat(next.configuration().policy().rules().getFirst().name()).isEqualTo(instead);
  }

  private static Start restarted(Path file) {
    return Start.of(new ConfigurationFile(file, true), Captured.terminal(false));
  }

  private void awaitInForce(String rule) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!inForce().equals(rule) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(inForce()).isEqualTo(rule);
  }

  @Test
  void theDaemonLooksWhoseSessionAPolicyCutsOff() throws Exception {
    Path denying =
        Files.writeString(
            write("deny.yaml", "first"),
            Files.readString(folder.resolve("deny.yaml")) + "default: ${OTHERWISE}\n");
    Process session = session("203.0.113.5 50000 198.51.100.2 22");
    try {
      assertThat(running.apply(new PolicyFile(denying.toString(), 0, session.pid())))
          .isInstanceOfSatisfying(
              RequestOutcome.Refused.class,
              refused ->
                  assertThat(refused.problem().error())
                      .contains("would cut off your session", "203.0.113.5"));
      assertThat(running.apply(new PolicyFile(denying.toString(), 0)))
          .isInstanceOf(RequestOutcome.Done.class);
    } finally {
      session.destroy();
    }
  }

  /** A process that says that it was started by ssh(1). */
  private static Process session(String connection) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "60");
    builder.environment().put("SSH_CONNECTION", connection);
    return builder.start();
  }
}
