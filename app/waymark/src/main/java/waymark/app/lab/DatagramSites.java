package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sites that answer datagrams, at both uplinks. Each has a socket of its own: one socket for all
 * addresses would answer from another address than it was asked at.
 */
record DatagramSites(List<DatagramChannel> channels) implements AutoCloseable {
  static final int PORT = 4_443;

  /** Sites that belong to an uplink, by the networks of a rule. */
  static final InetAddress ISP1_IPV4 = SiteAddresses.parse("198.18.114.1");

  static final InetAddress ISP2_IPV4 = SiteAddresses.parse("198.19.100.114");
  static final InetAddress ISP1_IPV6 = SiteAddresses.parse("2001:2:0:1:114::1");
  static final InetAddress ISP2_IPV6 = SiteAddresses.parse("2001:2:0:2:100::114");

  static DatagramSites open(LabNetwork network) {
    List<DatagramChannel> channels = new ArrayList<>();
    List<InetAddress> sites = new ArrayList<>(List.of(ISP1_IPV4, ISP2_IPV4));
    if (network.hasIpv6()) {
      sites.addAll(List.of(ISP1_IPV6, ISP2_IPV6));
    }
    for (InetAddress site : sites) {
      channels.add(open(LabNetwork.ISP1, Uplink.ISP1, site));
      channels.add(open(LabNetwork.ISP2, Uplink.ISP2, site));
    }
    return new DatagramSites(channels);
  }

  private static DatagramChannel open(String host, Uplink uplink, InetAddress site) {
    DatagramChannel channel =
        LabNetwork.open(host, () -> DatagramChannel.open().bind(new InetSocketAddress(site, PORT)));
    byte[] word = uplink.word().getBytes(StandardCharsets.US_ASCII);
    Thread.ofPlatform()
        .name("lab-datagrams-" + host)
        .daemon()
        .start(() -> answer(channel, ByteBuffer.wrap(word)));
    return channel;
  }

  private static void answer(DatagramChannel channel, ByteBuffer word) {
    ByteBuffer asked = ByteBuffer.allocateDirect(16);
    while (channel.isOpen()) {
      try {
        SocketAddress client = channel.receive(asked.clear());
        channel.send(word.rewind(), client);
      } catch (IOException e) {
        // Closed, or the client is gone.
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel channel : channels) {
      channel.close();
    }
  }
}
