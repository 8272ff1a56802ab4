package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waymark.kernel.model.Transaction;

class OwnScriptTest {
  private static final long NFT = 77;

  @Test
  void theOnlyTransactionDuringAScriptIsOurs() {
    OwnScript script = new OwnScript(4, 5, NFT);
    assertThat(script.made(new Transaction(5, (int) NFT))).isTrue();
    assertThat(script.made(new Transaction(5, 1))).as("in another PID namespace").isTrue();
    assertThat(script.made(new Transaction(4, (int) NFT))).isFalse();
    assertThat(script.made(new Transaction(6, (int) NFT))).isFalse();
  }

  @Test
  void besideOthersTheProcessDecides() {
    OwnScript script = new OwnScript(Integer.MAX_VALUE, Integer.MIN_VALUE + 2, NFT);
    assertThat(script.made(new Transaction(Integer.MIN_VALUE, 1))).isFalse();
    assertThat(script.made(new Transaction(Integer.MIN_VALUE + 1, (int) NFT))).isTrue();
    assertThat(script.made(new Transaction(Integer.MIN_VALUE + 2, 1))).isFalse();
  }

  @Test
  void aLaterTransactionIsNoReasonToKeepAScript() {
    OwnScript script = new OwnScript(4, 6, NFT);
    assertThat(script.endedBefore(new Transaction(6, 1))).isFalse();
    assertThat(script.endedBefore(new Transaction(7, 1))).isTrue();
    assertThat(script.endedBefore(Transaction.MISSED)).isFalse();
  }
}
