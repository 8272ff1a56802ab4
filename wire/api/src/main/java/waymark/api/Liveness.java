package waymark.api;

/** That the process answers. */
public record Liveness(boolean healthy) {}
