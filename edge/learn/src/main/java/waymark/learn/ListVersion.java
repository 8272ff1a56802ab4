package waymark.learn;

import java.time.Instant;

/**
 * A version of a list.
 *
 * @param since when its file was written, or its server last confirmed it
 * @param etag its {@code ETag}; empty where the server gave none, and for a file
 */
public record ListVersion(Instant since, String etag) {}
