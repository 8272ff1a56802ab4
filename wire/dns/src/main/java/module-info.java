import org.jspecify.annotations.NullMarked;

/**
 * Reads sightings from untrusted DNS bytes: who asked what, and which addresses an answer gives to
 * which names.
 *
 * <p>The input is an IPv4 or IPv6 packet from NFLOG or NFQUEUE, without a link-layer header.
 * Whatever the bytes, nothing is thrown, and every address of the output was in the input.
 *
 * <pre>
 *            ┌────────┐ UDP payload           ┌──────────┐ query: hash to Questions.asked
 *  packet ──▶│ Packet ├──────────────────────▶│ Question ├──┐
 *            └───┬────┘                       └────▲─────┘ reply: hash to Questions.answered
 *                │ TCP   ┌────────────┐ messages   │          │ true
 *                └──────▶│ TcpStreams ├────────────┘          ▼
 *                        └────────────┘                Answer: names, addresses
 * </pre>
 *
 * <p>The module knows nothing of rules, sockets or clocks: time is passed in. All types except the
 * enums are mutable, are reused for each packet, and are owned by one thread.
 */
@NullMarked
module waymark.dns {
  requires static org.jspecify;

  exports waymark.dns;
}
