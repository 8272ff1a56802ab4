package waymark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SipHashTest {
  /** The vectors of the reference implementation (vectors.h): the first bytes are the lowest. */
  private static final long[] VECTORS = {
    0x726fdb47dd0e0e31L,
    0x74f839c593dc67fdL,
    0x0d6c8009d9a94f5aL,
    0x85676696d7fb7e2dL,
    0xcf2794e0277187b7L,
    0x18765564cd99a68dL,
    0xcbc9466e58fee3ceL,
    0xab0200f58b01d137L,
    0x93f5f5799a932462L
  };

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void theVectorsOfTheReferenceHold() {
    SipHash hash = new SipHash(counting(SipHash.KEY));
    for (int length = 0; length < VECTORS.length; length++) {
      assertThat(hash.of(counting(length), 0, length)).isEqualTo(VECTORS[length]);
    }
  }

  @Test
  void theExampleOfThePaperHolds() {
    byte[] behind = counting(20);
    System.arraycopy(counting(15), 0, behind, 3, 15);
    assertThat(new SipHash(counting(SipHash.KEY)).of(behind, 3, 15)).isEqualTo(0xa129ca6149be45e5L);
  }
}
