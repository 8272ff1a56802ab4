package waymark.health;

import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The external dependencies of probes.
 *
 * @param devices gives the name by which sockets are bound to an interface now, for any of its
 *     names
 * @param random a thread-safe generator
 */
record ProbeEnvironment(
    UnaryOperator<String> devices,
    Resolver resolver,
    TrustedTls tls,
    InstantSource clock,
    RandomGenerator random) {}
