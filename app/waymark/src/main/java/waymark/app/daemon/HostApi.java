package waymark.app.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Conflict;
import waymark.api.Conflicts;
import waymark.api.Denials;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.Lists;
import waymark.api.Log;
import waymark.api.Matched;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.app.toapi.DenialToApi;
import waymark.app.toapi.EventToApi;
import waymark.app.toapi.ExplainedToApi;
import waymark.app.toapi.LogToApi;
import waymark.app.toapi.StatusToApi;
import waymark.app.toapi.TrafficToApi;
import waymark.console.Host;
import waymark.console.LogQuery;
import waymark.console.MetricFamily;
import waymark.console.RequestOutcome;
import waymark.engine.Engine;
import waymark.engine.Explanation;
import waymark.engine.Knowledge;
import waymark.journal.Journal;
import waymark.journal.JournalException;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Client;
import waymark.policy.Inquiry;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * Answers the console's questions about this host.
 *
 * @param links whose checks run
 * @param since when the process started
 */
public record HostApi(
    KernelHost host, RunningPolicy running, CheckedLinks links, Journal journal, Instant since)
    implements Host {
  private static final long PATIENCE_SECONDS = 5;

  private static final String OTHER_RESOLVER =
      "If a client connects to it all the same, it may ask another resolver, by DNS over HTTPS for"
          + " example, or use an answer from before: block those resolvers by a rule such as"
          + " { name: no DoH, to: block, domains: [dns.google, cloudflare-dns.com, dns.quad9.net],"
          + " ports: [443, 853] }, and see docs/dns.md";

  /** A name's addresses and rules, read at one moment. */
  private record NameRead(List<Claim> claims, List<Explanation> addresses) {}

  private static final int MOST_CONFLICTS = 10_000;

  private record ConflictsRead(int total, List<Explanation> explanations) {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public RequestOutcome plan(PolicyFile file) {
    return running.plan(file);
  }

  @Override
  public RequestOutcome apply(PolicyFile file) {
    return running.apply(file);
  }

  @Override
  public RequestOutcome confirm() {
    return running.confirm();
  }

  @Override
  public RequestOutcome rollBack() {
    return running.rollBack();
  }

  @Override
  public Status status() {
    Policy policy = get(host.ask(Engine::policy));
    return StatusToApi.status(
        get(host.report()),
        policy,
        links.now(),
        running.faults(),
        running.notes(),
        journal.figures(),
        running.asked(),
        since,
        ProcessHandle.current().pid());
  }

  @Override
  public Explained explain(Address address, Inquiry about) {
    Inquiry known = located(about);
    Explanation explanation = get(host.ask(engine -> engine.knowledge().explain(address)));
    return new Explained(
        address.toString(),
        Explained.Kind.ADDRESS,
        ExplainedToApi.texts(known.ports()),
        ExplainedToApi.clients(known),
        List.of(),
        "",
        explained(List.of(explanation), known));
  }

  @Override
  public Explained explain(String name, Inquiry about) {
    Inquiry known = located(about);
    NameRead read =
        get(
            host.ask(
                engine -> {
                  Knowledge knowledge = engine.knowledge();
                  List<Explanation> addresses = new ArrayList<>();
                  for (Address address : knowledge.addresses(name)) {
                    if (known.mayBeTo(address)) {
                      addresses.add(knowledge.explain(address));
                    }
                  }
                  return new NameRead(knowledge.claims(name), addresses);
                }));
    List<Matched> rules = new ArrayList<>();
    String decides = "";
    for (Claim claim : read.claims()) {
      Inquiry.Share share = known.share(claim.rule().scope());
      if (share != Inquiry.Share.NONE) {
        rules.add(inList(ExplainedToApi.matched(claim)));
      }
      if (share == Inquiry.Share.ALL && decides.isEmpty()) {
        decides = claim.rule().name();
      }
    }
    return new Explained(
        name,
        Explained.Kind.NAME,
        ExplainedToApi.texts(known.ports()),
        ExplainedToApi.clients(known),
        rules,
        decides,
        explained(read.addresses(), known),
        rules.isEmpty() ? explained(resolved(name, known), known) : List.of(),
        hints(name, rules, read.addresses()));
  }

  private List<Explanation> resolved(String name, Inquiry about) {
    List<Address> addresses = NameLookup.of(name).stream().filter(about::mayBeTo).toList();
    return get(host.ask(engine -> addresses.stream().map(engine.knowledge()::explain).toList()));
  }

  private List<String> hints(String name, List<Matched> rules, List<Explanation> addresses) {
    if (rules.isEmpty()) {
      return NearestPattern.of(name, running.configuration().policy()).stream().toList();
    }
    return addresses.isEmpty() ? List.of(OTHER_RESOLVER) : List.of();
  }

  /** Adds the list that contains what matched. */
  private Matched inList(Matched matched) {
    return matched.in(running.source().listOf(matched.rule(), matched.pattern()));
  }

  private Candidate inList(Candidate candidate) {
    return new Candidate(
        inList(candidate.claim()),
        candidate.names(),
        candidate.secondsLeft(),
        candidate.draining());
  }

  /** Adds what lists and the country file say. */
  private AddressExplained withSources(AddressExplained explained) {
    AddressExplained listed =
        new AddressExplained(
            explained.address(),
            explained.candidates().stream().map(this::inList).toList(),
            explained.decides(),
            explained.link(),
            explained.carried(),
            explained.kernelAgrees(),
            explained.tieBreak(),
            explained.passedOver(),
            explained.country());
    return explained.decisive().claim().by() == Matched.By.DEFAULT
        ? listed.in(running.source().country(Address.parse(explained.address())))
        : listed;
  }

  private Map<String, String> checkFaults() {
    Map<String, String> faults = new HashMap<>();
    links.now().forEach((link, health) -> faults.put(link, health.up() ? "" : health.lastError()));
    return faults;
  }

  /** Adds the interface of a client that is named by its address, and all names of interfaces. */
  private static Inquiry located(Inquiry about) {
    List<Client> clients = new ArrayList<>(about.clients());
    about.clients().forEach(client -> clients.addAll(KernelState.interfaces().known(client)));
    return new Inquiry(about.ports(), clients);
  }

  @Override
  public Events events(long since, int limit) {
    return EventToApi.events(host.events().since(since, limit));
  }

  @Override
  public Log log(LogQuery query) {
    try {
      return LogToApi.log(journal.reader(), query);
    } catch (JournalException e) {
      throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Conflicts conflicts() {
    ConflictsRead read =
        get(
            host.ask(
                engine ->
                    new ConflictsRead(
                        engine.snapshot().conflicts(),
                        engine.knowledge().conflicts(MOST_CONFLICTS))));
    Instant now = Instant.now();
    List<Conflict> conflicts = new ArrayList<>();
    for (Explanation explanation : read.explanations()) {
      conflicts.add(ExplainedToApi.conflict(explanation, now));
    }
    return new Conflicts(read.total(), conflicts);
  }

  @Override
  public Denials denials() {
    return DenialToApi.denials(host.denials(), get(host.ask(Engine::policy)));
  }

  @Override
  public Lists lists() {
    return running.lists();
  }

  @Override
  public Lists refreshLists() {
    return running.refreshLists();
  }

  @Override
  public Traffic traffic() {
    return TrafficToApi.traffic(host.watchTraffic(), denials());
  }

  @Override
  public List<MetricFamily> metrics() {
    return HostMetrics.of(
        get(host.report()),
        links.now(),
        host.denials(),
        host.traffic(),
        running.faults().size(),
        journal.figures());
  }

  private List<AddressExplained> explained(List<Explanation> explanations, Inquiry about) {
    Map<String, InterfaceState> links = get(host.report()).links();
    Map<String, String> faults = checkFaults();
    List<Network> management = running.configuration().exemptionSettings().management();
    Instant now = Instant.now();
    List<AddressExplained> explained = new ArrayList<>();
    for (Explanation explanation : explanations) {
      boolean agrees =
          explanation.carried().isNone() || get(host.kernelHolds(explanation.address()));
      Exemption exemption = get(host.exemption(explanation.address()));
      explained.add(
          withSources(
              ExplainedToApi.spared(
                  ExplainedToApi.address(explanation, about, links, faults, agrees, now),
                  exemption,
                  management,
                  about)));
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
      throw new IllegalStateException("the daemon is stopping", e);
    }
  }
}
