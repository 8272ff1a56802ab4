package waymark.api;

/** That the host decides. */
public record Readiness(boolean ready) {}
