package waymark.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import waymark.linux.NetworkNamespace;

/**
 * This namespace as a host with two uplinks, each to a provider with the whole internet behind it:
 * the default route is by up1, and what carries {@link #MARK} is routed by up2.
 *
 * <pre>
 *  here ── up1 ── isp1   10.1.0.2 ─ 10.1.0.1   fd00:1::     no server
 *     └─── up2 ── isp2   10.2.0.2 ─ 10.2.0.1   fd00:2::     every server
 *
 *  internet: 198.18.0.0/16 and 2001:2:0:1::/64
 * </pre>
 */
final class Uplinks implements AutoCloseable {
  static final int MARK = 0x2000000;

  private static final String BUILD =
      """
      for i in 1 2; do
        ip netns add isp$i
        ip link add up$i type veth peer name eth0 netns isp$i
        echo 0 > /proc/sys/net/ipv4/conf/up$i/rp_filter
        ip address add 10.$i.0.2/24 dev up$i
        ip address add fd00:$i::2/64 dev up$i nodad
        ip link set up$i up
        ip -n isp$i link set lo up
        ip -n isp$i address add 10.$i.0.1/24 dev eth0
        ip -n isp$i address add fd00:$i::1/64 dev eth0 nodad
        ip -n isp$i link set eth0 up
        ip -n isp$i route add local 198.18.0.0/16 dev lo
        ip -n isp$i -6 route add local 2001:2:0:1::/64 dev lo
        ip netns exec isp$i nft -f - <<'END'
      table inet count {
        counter internet {}
        counter unanswered {}
        set silent { type ipv4_addr; }
        chain arriving {
          type filter hook prerouting priority raw; policy accept;
          ip daddr 198.18.0.0/16 counter name internet
          ip6 daddr 2001:2:0:1::/64 counter name internet
          ip daddr @silent counter name unanswered drop
        }
      }
      END
      done
      echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
      ip route add default via 10.1.0.1
      ip -6 route add default via fd00:1::1
      for family in -4 -6; do
        ip $family rule add fwmark 0x2000000/0xff000000 lookup 102
      done
      ip route add default via 10.2.0.1 table 102
      ip -6 route add default via fd00:2::1 table 102
      """;

  private final ExecutorService isp2 =
      Executors.newSingleThreadExecutor(
          task ->
              Thread.ofPlatform()
                  .daemon()
                  .unstarted(
                      () -> {
                        NetworkNamespace.enter(Path.of("/run/netns/isp2"));
                        task.run();
                      }));
  private final List<ServerSocket> servers = new ArrayList<>();

  private Uplinks() {}

  static Uplinks build() {
    Uplinks uplinks = new Uplinks();
    run(BUILD);
    uplinks.serve(80, ServerSocket::new);
    return uplinks;
  }

  /**
   * A web server on isp2: the status is the number in the path, 200 without one; {@code /never} is
   * not answered, and for {@code /again} keys are agreed on anew without end.
   */
  void serve(int port, Callable<ServerSocket> unbound) {
    try {
      isp2.submit(
              () -> {
                ServerSocket server = unbound.call();
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(port));
                servers.add(server);
                Thread.ofPlatform().daemon().start(() -> accept(server));
                return server;
              })
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void serveTls(int port, SSLContext context, String... protocols) {
    serve(
        port,
        () -> {
          ServerSocket server = context.getServerSocketFactory().createServerSocket();
          if (protocols.length > 0) {
            ((SSLServerSocket) server).setEnabledProtocols(protocols);
          }
          return server;
        });
  }

  private static void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException _) {
        // the server is closed, or the client is gone
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] request = new byte[4096];
      int length = in.read(request);
      if (length <= 0) {
        return;
      }
      String path = new String(request, 0, length, StandardCharsets.US_ASCII).split(" ")[1];
      if (path.equals("/never")) {
        in.read(request);
        return;
      }
      while (path.equals("/again") && socket instanceof SSLSocket tls) {
        tls.startHandshake();
      }
      String status = path.equals("/") ? "200" : path.substring(1);
      String answer = "HTTP/1.1 " + status + " x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // the client is gone
    }
  }

  /** isp2 answers nothing that is sent to that address from now on. */
  void silence(String address) {
    run("ip netns exec isp2 nft add element inet count silent { " + address + " }");
  }

  void unsilence(String address) {
    run("ip netns exec isp2 nft delete element inet count silent { " + address + " }");
  }

  /** Packets to the internet that a provider has seen. */
  static long packets(String isp) {
    return counter(isp, "internet");
  }

  /** Packets that came to silent addresses of the second uplink. */
  static long unanswered() {
    return counter("isp2", "unanswered");
  }

  private static long counter(String isp, String name) {
    String listed = run("ip netns exec " + isp + " nft list counter inet count " + name);
    return Long.parseLong(listed.replaceAll("(?s).*packets (\\d+) .*", "$1"));
  }

  static String run(String script) {
    try {
      Process process = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + "\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (ServerSocket server : servers) {
      try {
        server.close();
      } catch (IOException _) {
        // it is gone with its namespace
      }
    }
    isp2.shutdownNow();
    run(
        """
        for family in -4 -6; do
          ip $family rule delete lookup 102
          ip $family route flush table 102
        done
        for i in 1 2; do
          ip link delete up$i 2>/dev/null || :
          ip netns delete isp$i
        done
        """);
  }
}
