package waymark.app.lab;

/**
 * What happened beside the neighbours, in all.
 *
 * @param connections how many were opened
 * @param datagrams how many were sent
 * @param questions how many the DNS server was asked
 * @param astray packets that arrived at the wrong uplink, as its kernel counted
 * @param unanswered connections, datagrams and questions without an answer
 * @param longestWaitMillis the longest time that a client waited for a DNS answer
 */
public record Totals(
    long connections,
    long datagrams,
    long questions,
    long astray,
    long unanswered,
    double longestWaitMillis) {}
