package waymark.api;

/**
 * Why there is no answer.
 *
 * @param error what failed
 * @param advice what to do; empty when {@code error} says it
 */
public record Problem(String error, String advice) {}
