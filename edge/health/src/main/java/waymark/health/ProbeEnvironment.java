package waymark.health;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What probes need of the world.
 *
 * @param random used by many threads at once
 */
record ProbeEnvironment(
    Resolver resolver, TrustedTls tls, InstantSource clock, RandomGenerator random) {}
