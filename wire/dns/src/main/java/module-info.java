import org.jspecify.annotations.NullMarked;

/**
 * Sightings out of untrusted DNS bytes: who asked what, and which addresses an answer gives to
 * which names.
 *
 * <p>The input is an IPv4 or IPv6 packet as NFLOG or NFQUEUE hands it over, without a link-layer
 * header. Whatever the bytes, nothing is thrown and no address comes out that was not in them.
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
 * <p>It knows nothing of rules, sockets or clocks: time is passed in. Every type but the enums is
 * mutable, made once, used again for each packet, and owned by one thread.
 */
@NullMarked
module waymark.dns {
  requires static org.jspecify;

  exports waymark.dns;
}
