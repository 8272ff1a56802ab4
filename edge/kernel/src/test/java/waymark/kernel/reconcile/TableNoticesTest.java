package waymark.kernel.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;

class TableNoticesTest {
  private final Set<Runnable> control = new LinkedHashSet<>();
  private final List<Map<Transaction, TableChange>> handled = new ArrayList<>();
  private final TableNotices notices = new TableNotices(control::add, handled::add);

  private void change(int transaction, KernelPart part) {
    notices.add(Map.of(new Transaction(transaction, 1), TableChange.of(part)));
  }

  private void work() {
    List<Runnable> jobs = List.copyOf(control);
    control.clear();
    jobs.forEach(Runnable::run);
  }

  @Test
  void whatComesWhileTheControlThreadIsBusyIsHandledAtOnce() {
    change(1, KernelPart.RULES);
    change(2, KernelPart.TABLE);
    change(2, KernelPart.SETS);
    work();
    assertThat(handled)
        .containsExactly(
            Map.of(
                new Transaction(1, 1),
                TableChange.of(KernelPart.RULES),
                new Transaction(2, 1),
                TableChange.of(KernelPart.TABLE)));
    change(3, KernelPart.RULES);
    work();
    assertThat(handled).hasSize(2);
  }
}
