package waymark.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metric with its samples, as Prometheus reads it.
 *
 * @param name without the {@code _total} of a counter
 * @param help a description in one sentence
 */
public record MetricFamily(String name, Type type, String help, List<Sample> samples) {

  /** The type of a metric. */
  public enum Type {
    /** Only increases, except after a restart. */
    COUNTER,
    GAUGE,
    /** Counts by size: samples {@code _bucket}, {@code _sum} and {@code _count}. */
    HISTOGRAM
  }

  /**
   * One sample.
   *
   * @param suffix a suffix of the name, such as {@code _bucket}; mostly empty
   * @param labels the labels by their names
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

  /** A counter without samples. */
  public static MetricFamily counter(String name, String help) {
    return new MetricFamily(name, Type.COUNTER, help, List.of());
  }

  /** A gauge without samples. */
  public static MetricFamily gauge(String name, String help) {
    return new MetricFamily(name, Type.GAUGE, help, List.of());
  }

  /**
   * A histogram without labels.
   *
   * @param buckets cumulative counts by their upper bound
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

  /** This metric with one more sample. */
  public MetricFamily with(double value, Map<String, String> labels) {
    List<Sample> more = new ArrayList<>(samples);
    more.add(new Sample("", labels, value));
    return new MetricFamily(name, type, help, more);
  }

  /** This metric with more samples. */
  public MetricFamily with(List<Sample> others) {
    List<Sample> more = new ArrayList<>(samples);
    more.addAll(others);
    return new MetricFamily(name, type, help, more);
  }

  /** As {@link #with(double, Map)}, for a count. */
  public MetricFamily with(long count, Map<String, String> labels) {
    return with((double) count, labels);
  }

  /** This metric with a count without labels. */
  public MetricFamily with(long count) {
    return with((double) count, Map.of());
  }

  /** This metric with a sample without labels. */
  public MetricFamily with(double value) {
    return with(value, Map.of());
  }
}
