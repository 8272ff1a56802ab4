package waymark.api;

/** The answer of a living process. */
public record Liveness(boolean healthy) {}
