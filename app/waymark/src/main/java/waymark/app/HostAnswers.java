package waymark.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import waymark.api.AddressExplained;
import waymark.api.Explained;
import waymark.api.Matched;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.console.Host;
import waymark.console.Outcome;
import waymark.engine.Engine;
import waymark.engine.Explanation;
import waymark.kernel.KernelHost;
import waymark.kernel.Learning;
import waymark.kernel.LinkState;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Policy;

/**
 * What the console tells about the host at work.
 *
 * @param asked how the configuration wants names to be learned
 * @param since when the process started
 */
record HostAnswers(KernelHost host, RunningPolicy running, Learning.Mode asked, Instant since)
    implements Host {
  private static final long PATIENCE_SECONDS = 5;

  /** A name's addresses and rules, read at one moment. */
  private record NameRead(List<Claim> claims, List<Explanation> addresses) {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public Outcome plan(PolicyFile file) {
    return running.plan(file);
  }

  @Override
  public Outcome apply(PolicyFile file) {
    return running.apply(file);
  }

  @Override
  public Outcome confirm() {
    return running.confirm();
  }

  @Override
  public Status status() {
    Policy policy = get(host.ask(Engine::policy));
    return ApiWords.status(get(host.report()), policy, asked, since, ProcessHandle.current().pid());
  }

  @Override
  public Explained explain(Address address) {
    Explanation explanation = get(host.ask(engine -> engine.explain(address)));
    return new Explained(
        address.toString(), Explained.Kind.ADDRESS, List.of(), explained(List.of(explanation)));
  }

  @Override
  public Explained explain(String name) {
    NameRead read =
        get(
            host.ask(
                engine -> {
                  List<Explanation> addresses = new ArrayList<>();
                  for (Address address : engine.addresses(name)) {
                    addresses.add(engine.explain(address));
                  }
                  return new NameRead(engine.claims(name), addresses);
                }));
    List<Matched> rules = new ArrayList<>();
    for (Claim claim : read.claims()) {
      rules.add(ApiWords.matched(claim));
    }
    return new Explained(name, Explained.Kind.NAME, rules, explained(read.addresses()));
  }

  private List<AddressExplained> explained(List<Explanation> explanations) {
    Map<String, LinkState> links = get(host.report()).links();
    Instant now = Instant.now();
    List<AddressExplained> explained = new ArrayList<>();
    for (Explanation explanation : explanations) {
      boolean agrees =
          explanation.carried().isNone() || get(host.kernelHolds(explanation.address()));
      explained.add(ApiWords.address(explanation, links, agrees, now));
    }
    return explained;
  }

  private static <T> T get(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the engine did not answer within " + PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the daemon stops", e);
    }
  }
}
