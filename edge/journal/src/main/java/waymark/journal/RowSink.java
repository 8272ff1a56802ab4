package waymark.journal;

/** Takes rows down. One thread at a time calls it, and never waits. */
public interface RowSink {
  /** Keeps nothing. */
  RowSink NONE =
      new RowSink() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void record(Row row) {}
      };

  /** Whether rows are kept now: there is no need to make others. */
  boolean isOn();

  /** Takes a row down, at once. */
  void record(Row row);
}
