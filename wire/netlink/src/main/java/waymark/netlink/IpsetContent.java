package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A set as the kernel lists it.
 *
 * @param references rules and sets that use it; a set in use cannot be destroyed
 * @param memory bytes that the set takes in the kernel
 * @param entries empty for types other than {@code hash:ip} and {@code hash:net}
 */
public record IpsetContent(
    IpsetDefinition definition, int references, long memory, List<IpsetEntry> entries) {
  public IpsetContent {
    requireNonNull(definition);
    entries = List.copyOf(entries);
  }
}
