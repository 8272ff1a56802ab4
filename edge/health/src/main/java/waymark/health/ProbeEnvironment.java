package waymark.health;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The external dependencies of probes.
 *
 * @param random a thread-safe generator
 */
record ProbeEnvironment(
    Resolver resolver, TrustedTls tls, InstantSource clock, RandomGenerator random) {}
