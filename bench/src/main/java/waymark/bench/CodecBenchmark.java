package waymark.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;

/** What writing a transaction takes that is not sent. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final NftablesSetReference SET =
      NftablesSetReference.of(NftablesFamily.INET, "waymark", "hosts4_2");

  /** Addresses in the transaction. */
  @Param({"1", "10", "1000"})
  public int addresses;

  private final Nftables nftables = Nftables.open();
  private Octets[] keys = {};

  /** Opens a netlink socket, whose memory is written to. */
  public CodecBenchmark() {}

  /** Makes the addresses. */
  @Setup
  public void keys() {
    keys = new Octets[addresses];
    for (int i = 0; i < addresses; i++) {
      keys[i] = Octets.of((byte) 198, (byte) 18, (byte) (i >>> 8), (byte) i);
    }
  }

  /** The elements of one set. */
  @Benchmark
  public int write() {
    NftablesBatch batch = nftables.batch();
    for (Octets key : keys) {
      batch.add(SET, key, NftablesValue.NONE);
    }
    return batch.operations();
  }

  /** Closes the socket. */
  @TearDown
  public void close() {
    nftables.close();
  }
}
