package waymark.app.lab;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All names of the lab, added as they are needed. Thread-safe. */
final class Zone {
  /** A longer chain is a bug of the lab. */
  private static final int LONGEST_CHAIN = 16;

  private final Map<String, List<DnsRecord>> records = new ConcurrentHashMap<>();

  void put(String name, InetAddress... addresses) {
    put(name, Arrays.stream(addresses).<DnsRecord>map(DnsRecord.Host::new).toList());
  }

  void alias(String name, String target) {
    put(name, List.of(new DnsRecord.Alias(target)));
  }

  void put(String name, List<DnsRecord> content) {
    records.put(name, List.copyOf(content));
  }

  /** The answer: the chain of aliases and the records of that type at its end. */
  List<DnsMessage.Owned> find(String name, int type) {
    List<DnsMessage.Owned> found = new ArrayList<>();
    String owner = name;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      String next = owner;
      for (DnsRecord record : records.getOrDefault(owner, List.of())) {
        if (record instanceof DnsRecord.Alias(String target)) {
          next = target;
          found.add(new DnsMessage.Owned(owner, record));
        } else if (record.type() == type) {
          found.add(new DnsMessage.Owned(owner, record));
        }
      }
      if (next.equals(owner)) {
        return found;
      }
      owner = next;
    }
    throw new LabException("the aliases of " + name + " form a loop");
  }
}
