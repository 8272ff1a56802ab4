package waymark.policy;

/** Placeholder. */
public record Address(long high, long low) {}
