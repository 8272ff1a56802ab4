package waymark.api;

/**
 * Why there is no answer.
 *
 * @param error what happened, to what
 * @param advice what to do; empty when {@code error} says it
 */
public record Problem(String error, String advice) {}
