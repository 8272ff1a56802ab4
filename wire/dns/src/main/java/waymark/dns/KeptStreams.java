package waymark.dns;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are kept, the least recently used first, in all and of each client. When there
 * are too many, or too many bytes, the client that has most loses its first: none can make another
 * lose what it needs.
 *
 * <p>The client is the end with the greater port: servers have well-known ones. An IPv6 network of
 * 64 bits counts as one client.
 */
final class KeptStreams {
  private static final class Client {
    final long address;
    final LinkedHashMap<Stream.Key, Stream> streams = new LinkedHashMap<>(4, 0.75f, true);
    int bytes;

    Client(long address) {
      this.address = address;
    }

    int count() {
      return streams.size();
    }

    int bytes() {
      return bytes;
    }
  }

  private final LinkedHashMap<Stream.Key, Stream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, Client> clients = new HashMap<>();
  private int bytes;

  int size() {
    return streams.size();
  }

  /** The stream of that key, which was used now. */
  @Nullable Stream get(Stream.Key key) {
    if (streams.isEmpty()) {
      return null;
    }
    Stream stream = streams.get(key);
    if (stream != null) {
      client(key).streams.get(key);
    }
    return stream;
  }

  void put(Stream.Key key, Stream stream) {
    streams.put(key, stream);
    client(key).streams.put(key, stream);
    count(key, stream.kept());
  }

  /** A stream keeps so many bytes more than before, or fewer; then others may have to go. */
  void count(Stream.Key key, int more) {
    if (!streams.containsKey(key)) {
      // It had to go itself.
      return;
    }
    client(key).bytes += more;
    bytes += more;
    while (streams.size() > TcpStreams.MOST_STREAMS) {
      removeFirst(Client::count);
    }
    while (bytes > TcpStreams.MOST_BYTES) {
      removeFirst(Client::bytes);
    }
  }

  void remove(Stream.Key key) {
    Stream stream = streams.remove(key);
    if (stream != null) {
      Client client = client(key);
      client.streams.remove(key);
      client.bytes -= stream.kept();
      bytes -= stream.kept();
      if (client.streams.isEmpty()) {
        clients.remove(client.address);
      }
    }
  }

  /** Removes what was not used for some time. */
  void expire(long now, long life) {
    Map.Entry<Stream.Key, Stream> first = streams.firstEntry();
    while (first != null && now - first.getValue().seen() > life) {
      remove(first.getKey());
      first = streams.firstEntry();
    }
  }

  private void removeFirst(ToIntFunction<Client> measure) {
    Client most = null;
    for (Client client : clients.values()) {
      if (most == null || measure.applyAsInt(client) > measure.applyAsInt(most)) {
        most = client;
      }
    }
    if (most != null) {
      remove(most.streams.firstEntry().getKey());
    }
  }

  private Client client(Stream.Key key) {
    return clients.computeIfAbsent(key.client(), Client::new);
  }
}
