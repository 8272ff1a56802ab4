package waymark.api;

/** The answer of a host that is ready. */
public record Readiness(boolean ready) {}
