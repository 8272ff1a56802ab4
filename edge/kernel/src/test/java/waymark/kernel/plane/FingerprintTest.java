package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private final Fingerprint fingerprint = new Fingerprint();
  private final Set<Long> kernel = ConcurrentHashMap.newKeySet();

  private static long hash(int thing) {
    return Fingerprint.hash("set", 0, thing, 32);
  }

  private void add(int thing) {
    fingerprint.begin(hash(thing));
    kernel.add(hash(thing));
    fingerprint.added(hash(thing));
  }

  private void remove(int thing) {
    fingerprint.begin(hash(thing));
    kernel.remove(hash(thing));
    fingerprint.removed(hash(thing));
  }

  private boolean matches() {
    return fingerprint.matches(look -> kernel.forEach(look::sees));
  }

  @Test
  void whatOthersAddOrRemoveIsSeen() {
    for (int i = 0; i < 100_000; i++) {
      add(i);
    }
    assertThat(matches()).isTrue();
    remove(77);
    assertThat(matches()).isTrue();
    kernel.remove(hash(4711));
    assertThat(matches()).isFalse();
    kernel.add(hash(4711));
    assertThat(matches()).isTrue();
    kernel.add(hash(-1));
    assertThat(matches()).isFalse();
    fingerprint.begin();
    fingerprint.clear();
    assertThat(matches()).as("while all is made anew nothing is known").isTrue();
    kernel.forEach(fingerprint::include);
    fingerprint.ended();
    assertThat(matches()).isTrue();
  }

  @Test
  void theSetAndThePrefixCount() {
    Set<Long> hashes = new HashSet<>();
    hashes.add(Fingerprint.hash("hosts4_1", 0, 5, 32));
    hashes.add(Fingerprint.hash("hosts4_2", 0, 5, 32));
    hashes.add(Fingerprint.hash("hosts4_2", 0, 5, 31));
    hashes.add(Fingerprint.hash("hosts4_2", 5, 0, 32));
    assertThat(hashes).hasSize(4);
  }

  @Test
  void ownChangesMeanwhileAreNotTakenForOthers() throws InterruptedException {
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    add(i);
                    if (i >= 1_000) {
                      remove(i - 1_000);
                    }
                  }
                });
    for (int i = 0; i < 300; i++) {
      assertThat(matches()).isTrue();
    }
    writer.interrupt();
    writer.join();
    kernel.remove(kernel.iterator().next());
    assertThat(matches()).isFalse();
  }

  @Test
  void aWalkThatPassedOverSomeIsNotBelieved() {
    for (int i = 0; i < 1_000; i++) {
      add(i);
    }
    int[] walks = {0};
    assertThat(
            fingerprint.matches(
                look -> {
                  int missed = walks[0]++;
                  kernel.stream().filter(thing -> thing != hash(missed)).forEach(look::sees);
                }))
        .isTrue();
    assertThat(walks[0]).isEqualTo(2);
  }
}
