package waymark.app.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.config.Configuration;
import waymark.health.Check;
import waymark.health.HealthChecks;
import waymark.health.LinkCheck;
import waymark.health.LinkHealth;
import waymark.kernel.KernelHost;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/** Checks the links of the configuration in force, and reports their health to the kernel host. */
public final class CheckedLinks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CheckedLinks.class);

  /** How often the fastest link is chosen. */
  private static final Duration MEASURE = Duration.ofSeconds(2);

  private final KernelHost host;
  private final HealthChecks checks;
  private final HealthReports healthReports;
  private final Thread measuring;
  private volatile boolean measures;

  private CheckedLinks(KernelHost host) {
    this.host = host;
    checks = HealthChecks.start(Map.of(), host::device, this::turned);
    healthReports = new HealthReports(checks::now, host::judge);
    measuring = Thread.ofVirtual().name("waymark-measure").start(this::measure);
  }

  /** Starts to check the links of a configuration in force. */
  public static CheckedLinks start(KernelHost host, Configuration configuration) {
    CheckedLinks links = new CheckedLinks(host);
    links.replace(configuration);
    return links;
  }

  /** Another configuration is in force. */
  void replace(Configuration configuration) {
    Policy policy = configuration.policy();
    Map<String, Integer> marks = host.marks(policy.links());
    Map<String, LinkCheck> wanted = new HashMap<>();
    for (Link link : policy.links()) {
      Check check = configuration.checks().get(link.name());
      if (check != null && link.egressPath() instanceof EgressPath.Interface path) {
        int mark = marks.getOrDefault(link.name(), 0);
        wanted.put(link.name(), new LinkCheck(check, path.device(), mark));
      }
    }
    checks.replace(wanted);
    measures =
        policy.groups().stream().map(Group::strategy).anyMatch(Strategy.FASTEST::equals)
            && !wanted.isEmpty();
    healthReports.tell();
  }

  private void turned(String link, LinkHealth health) {
    if (health.up()) {
      log.info("Link {} is healthy again", link);
    } else {
      log.warn("Link {} is unhealthy: {}", link, health.lastError());
    }
    healthReports.tell();
  }

  private void measure() {
    try {
      while (true) {
        Thread.sleep(MEASURE);
        if (measures) {
          healthReports.tell();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The health of each link that has a check, by its name. */
  Map<String, LinkHealth> now() {
    return checks.now();
  }

  @Override
  public void close() {
    measuring.interrupt();
    checks.close();
    try {
      measuring.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
