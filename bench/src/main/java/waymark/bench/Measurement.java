package waymark.bench;

import java.io.IOException;

/** One thing measured, in namespaces of its own. */
interface Measurement {
  /** Measures once or often, as the effort says. */
  Report measure(Effort effort) throws IOException, InterruptedException;
}
