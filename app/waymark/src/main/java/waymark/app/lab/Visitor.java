package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Connects to sites as a client does, and notices when one is silent. It runs on the threads of a
 * host ({@link HostThreads}).
 *
 * @param silent what keeps the kernels' view of silent connections
 */
record Visitor(SilentConnections silent) {
  private static final int LONGEST_PAGE = 1_024;

  /** Connects to a site and asks which uplink it is. */
  Uplink visit(InetAddress site) {
    return visit(Browser.ANY, new InetSocketAddress(site, SiteServer.PORT));
  }

  /**
   * Connects from an address of this host to any port of a site.
   *
   * @param from the own address, or {@link Browser#ANY}
   */
  Uplink visit(InetSocketAddress from, InetSocketAddress site) {
    return visit(from, site, Patience.USUAL);
  }

  /** As {@link #visit(InetSocketAddress, InetSocketAddress)}, with another patience. */
  Uplink visit(InetSocketAddress from, InetSocketAddress site, Patience patience) {
    try (SocketChannel channel = SocketChannel.open();
        Selector selector = Selector.open()) {
      channel.bind(from);
      channel.configureBlocking(false);
      Wait wait = new Wait(channel, selector, site, patience, System.nanoTime());
      if (!channel.connect(site)) {
        do {
          if (!wait.isReady(SelectionKey.OP_CONNECT)) {
            return Uplink.SILENT;
          }
        } while (!channel.finishConnect());
      }
      channel.write(ByteBuffer.wrap(Browser.REQUEST));
      ByteBuffer page = ByteBuffer.allocate(LONGEST_PAGE);
      do {
        if (!wait.isReady(SelectionKey.OP_READ)) {
          return Uplink.SILENT;
        }
      } while (channel.read(page) >= 0);
      return Browser.read(new String(page.array(), 0, page.position(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Uplink.REFUSED;
    }
  }

  /** Waits for one connection. */
  private final class Wait {
    private final SelectionKey key;
    private final InetSocketAddress site;
    private final Patience patience;
    private final long start;
    private boolean suspicious;

    Wait(
        SocketChannel channel,
        Selector selector,
        InetSocketAddress site,
        Patience patience,
        long start)
        throws IOException {
      this.key = channel.register(selector, 0);
      this.site = site;
      this.patience = patience;
      this.start = start;
    }

    /** Whether it can go on; false after a silence. */
    boolean isReady(int operation) throws IOException {
      key.interestOps(operation);
      if (select(patience.suspicious())) {
        return true;
      }
      if (!suspicious) {
        suspicious = true;
        silent.record(site, patience.suspicious());
      }
      return select(patience.longest());
    }

    private boolean select(Duration until) throws IOException {
      long left = until.toNanos() - (System.nanoTime() - start);
      long millis = TimeUnit.NANOSECONDS.toMillis(left);
      return millis > 0 && key.selector().select(_ -> {}, millis) > 0;
    }
  }
}
