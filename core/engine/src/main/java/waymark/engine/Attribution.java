package waymark.engine;

/**
 * Whose the traffic of an address is.
 *
 * @param rule that sends it; {@code default} where no rule does
 * @param name because of which the address is held; empty when it came by no name
 */
public record Attribution(String rule, String name) {}
