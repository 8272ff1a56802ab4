package waymark.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of one kind, as Prometheus reads them.
 *
 * @param name without the {@code _total} of a counter
 * @param help a sentence
 */
public record MetricFamily(String name, Type type, String help, List<Sample> samples) {

  /** How its figures behave. */
  public enum Type {
    /** Only grows, but for a restart. */
    COUNTER,
    GAUGE,
    /** Counts by size: samples {@code _bucket}, {@code _sum} and {@code _count}. */
    HISTOGRAM
  }

  /**
   * One figure.
   *
   * @param suffix of the name, as {@code _bucket}; mostly empty
   * @param labels by their names
   */
  public record Sample(String suffix, Map<String, String> labels, double value) {
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  public MetricFamily {
    if (!name.matches("[a-z_]+") || name.endsWith("_total")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a metric");
    }
    samples = List.copyOf(samples);
  }

  /** One with no samples yet. */
  public static MetricFamily counter(String name, String help) {
    return new MetricFamily(name, Type.COUNTER, help, List.of());
  }

  /** As {@link #counter}, of what may also shrink. */
  public static MetricFamily gauge(String name, String help) {
    return new MetricFamily(name, Type.GAUGE, help, List.of());
  }

  /**
   * A histogram without labels.
   *
   * @param buckets how many were at most so great, by the bound, all below it included
   */
  public static MetricFamily histogram(
      String name, String help, Map<Double, Long> buckets, double sum, long count) {
    List<Sample> samples = new ArrayList<>();
    new TreeMap<>(buckets)
        .forEach(
            (bound, number) ->
                samples.add(
                    new Sample(
                        "_bucket", Map.of("le", MetricsPage.number(bound)), (double) number)));
    samples.add(new Sample("_bucket", Map.of("le", "+Inf"), (double) count));
    samples.add(new Sample("_sum", Map.of(), sum));
    samples.add(new Sample("_count", Map.of(), (double) count));
    return new MetricFamily(name, Type.HISTOGRAM, help, samples);
  }

  /** This one, with a figure more. */
  public MetricFamily with(double value, Map<String, String> labels) {
    List<Sample> more = new ArrayList<>(samples);
    more.add(new Sample("", labels, value));
    return new MetricFamily(name, type, help, more);
  }

  /** As {@link #with(double, Map)}, of a count. */
  public MetricFamily with(long count, Map<String, String> labels) {
    return with((double) count, labels);
  }

  /** This one, with a count that has no labels. */
  public MetricFamily with(long count) {
    return with((double) count, Map.of());
  }

  /** This one, with a figure that has no labels. */
  public MetricFamily with(double value) {
    return with(value, Map.of());
  }
}
